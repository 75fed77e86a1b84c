import type { Palette } from '../png-parts.ts';

/**
 * Colours that pictures are printed in. They only please: which is ink and which is paper changes many
 * times in each letter, and in greys the pictures are the same. Each pair has a contrast of more than
 * 7:1 (WCAG 2.2, 1.4.6, computed in its test), so that no kind of colour blindness shuts anybody out.
 */
export const PALETTES: readonly Palette[] = [
  { paper: 0xfaf7f0, ink: 0x1c2340 },
  { paper: 0xf2f7f1, ink: 0x12382a },
  { paper: 0xfbf3f1, ink: 0x4a1524 },
  { paper: 0xf6f4fb, ink: 0x2c1a4d },
  { paper: 0xf1f7fa, ink: 0x0d3349 },
  { paper: 0xfaf6e8, ink: 0x3a2a10 },
  { paper: 0xf5f5f5, ink: 0x222222 },
  { paper: 0xf0f6f6, ink: 0x10383c },
];
