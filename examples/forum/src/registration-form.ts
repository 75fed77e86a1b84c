/** The form as it was typed, but for its captcha. */
export interface RegistrationForm {
  name: string;
  email: string;
  password: string;
}

/** A field that a visitor can mend, and what to tell them. */
export interface Problem {
  field: 'name' | 'email' | 'password' | 'captcha' | 'answer';
  text: string;
}

/** Bounds that the page's attributes and {@link findProblems} share, so that both agree. */
export const LIMITS = {
  name: { min: 2, max: 30 },
  email: { max: 254 },
  password: { min: 10, max: 128 },
} as const;

// What HTML itself says of <input type=email>, so that the browser and we never disagree.
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

// Control characters, and those that turn the direction of the text around a name.
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** A field of an urlencoded body. Missing and repeated fields count as empty. */
export function textOf(body: unknown, field: string): string {
  const value = (Object(body) as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
}

/** Read a form from an urlencoded body. */
export function parseForm(body: unknown): RegistrationForm {
  return {
    name: textOf(body, 'name').normalize('NFC').trim().replaceAll(/ +/g, ' '),
    email: textOf(body, 'email').trim(),
    password: textOf(body, 'password'),
  };
}

/** Everything wrong with a form that can be known without asking anybody else. */
export function findProblems(form: RegistrationForm): Problem[] {
  const { name, email, password } = LIMITS;
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
  return problems;
}

/** To be told only to those who pass the captcha. */
export const NAME_TAKEN: Problem = {
  field: 'name',
  text: 'Somebody here has that name already. Please choose another',
};
