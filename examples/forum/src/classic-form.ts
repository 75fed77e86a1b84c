import {
  findProblems,
  type Problem,
  parseForm,
  type RegistrationForm,
  textOf,
} from './registration-form.ts';

/** The form with a picture, as it was typed. */
export interface ClassicForm extends RegistrationForm {
  answer: string;
  uuid: string;
  wantsNewPicture: boolean;
}

/** The longest answer that is worth asking about. */
export const ANSWER_MAX = 32;

/** Read a form from an urlencoded body. */
export function parseClassicForm(body: unknown): ClassicForm {
  return {
    ...parseForm(body),
    answer: textOf(body, 'answer').trim(),
    uuid: textOf(body, 'captcha_uuid'),
    wantsNewPicture: textOf(body, 'action') === 'new-picture',
  };
}

/** Everything wrong with a form that can be known without asking anybody else. */
export function findClassicProblems(form: ClassicForm): Problem[] {
  const problems = findProblems(form);
  if (form.answer.length === 0 || form.answer.length > ANSWER_MAX) {
    problems.push({ field: 'answer', text: 'Type the characters in the picture' });
  }
  return problems;
}
