/** What the page without scripts says, in English. */
export const en = {
  title: 'Are you a person?',
  label: 'Type the characters in the picture',
  picture: 'A picture of distorted characters',
  motion: 'A flickering picture: the characters move against their ground',
  digits: 'Type the digits that you hear',
  listen: 'Listen instead',
  watch: 'Watch instead',
  look: 'Read a picture instead',
  trap: 'This field is for programs. Leave it empty.',
  check: 'Check',
  another: 'Another one',
  time: 'More time',
  wrong: 'That was not right. Here is another one.',
  gone: 'Its time was over. Here is another one.',
  limit: 'Seconds left for this one:',
  solved: 'Right. Copy this code into the field on the page that you came from:',
  code: 'Code',
  next: 'Continue',
  limited: 'Too many requests came from your network. Go back and try again in this many seconds:',
} as const;

/** The texts of one language. */
export type Strings = Readonly<Record<keyof typeof en, string>>;
