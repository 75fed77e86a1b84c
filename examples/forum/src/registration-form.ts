/** The form as it was typed. */
export interface RegistrationForm {
  name: string;
  email: string;
  password: string;
  answer: string;
  uuid: string;
  wantsNewPicture: boolean;
}

/** A field that a visitor can mend, and what to tell them. */
export interface Problem {
  field: 'name' | 'email' | 'password' | 'answer';
  text: string;
}

/** Bounds that the page's attributes and {@link findProblems} share, so that both agree. */
export const LIMITS = {
  name: { min: 2, max: 30 },
  email: { max: 254 },
  password: { min: 10, max: 128 },
  answer: { max: 32 },
} as const;

// What HTML itself says of <input type=email>, so that the browser and we never disagree.
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

// Control characters, and those that turn the direction of the text around a name.
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Read a form from an urlencoded body. Missing and repeated fields count as empty. */
export function parseForm(body: unknown): RegistrationForm {
  const fields = Object(body) as Record<string, unknown>;
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : '');
  return {
    name: text('name').normalize('NFC').trim().replaceAll(/ +/g, ' '),
    email: text('email').trim(),
    password: text('password'),
    answer: text('answer').trim(),
    uuid: text('captcha_uuid'),
    wantsNewPicture: text('action') === 'new-picture',
  };
}

/** Everything wrong with a form that can be known without asking anybody else. */
export function findProblems(form: RegistrationForm): Problem[] {
  const { name, email, password, answer } = LIMITS;
  const problems: Problem[] = [];

  if (form.name.length < name.min || form.name.length > name.max || UNSEEN.test(form.name)) {
    problems.push({
      field: 'name',
      text: `Choose a name of ${name.min} to ${name.max} characters`,
    });
  }
  if (form.email.length > email.max || !EMAIL.test(form.email)) {
    problems.push({ field: 'email', text: 'Enter an e-mail address like name@example.org' });
  }
  if (form.password.length < password.min || form.password.length > password.max) {
    problems.push({
      field: 'password',
      text: `Choose a password of ${password.min} to ${password.max} characters`,
    });
  }
  if (form.answer.length === 0 || form.answer.length > answer.max) {
    problems.push({ field: 'answer', text: 'Type the characters in the picture' });
  }
  return problems;
}
