/** Texts of motion, in the place of those without a prefix. */
export const enMotion = {
  'motion.picture': 'Moving picture of distorted characters',
} as const satisfies Readonly<Record<string, string>>;
