/** Texts of the panel that a picture alone does not need. */
export const enKinds = {
  other: 'Try another way',
  toPicture: 'Read instead',
  toMotion: 'Watch instead',
  toSound: 'Listen instead',
  toWork: 'Without a test',
  play: 'Play',
  pause: 'Pause',
} as const satisfies Readonly<Record<string, string>>;

/** Names of these texts. */
export type Key = keyof typeof enKinds;
