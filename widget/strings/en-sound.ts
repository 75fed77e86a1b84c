/** Texts of sound, most of them in the place of those without a prefix. */
export const enSound = {
  'sound.label': 'Type the {length} digits you hear',
  'sound.again': 'New recording',
  'sound.ready': 'The recording is ready. Space in the field plays it.',
  'sound.wrong': 'That was not right. Please try this new recording.',
  'sound.expired': 'Time ran out for this recording.',
  'sound.warnChallenge': '{seconds} s left for this recording.',
  'sound.back': 'Back 2 s',
  'sound.slower': 'Slower',
  'sound.keys': 'In the field, Space plays and pauses, [ goes back.',
  'sound.spoken': 'Language of the recording: {language}',
} as const satisfies Readonly<Record<string, string>>;
