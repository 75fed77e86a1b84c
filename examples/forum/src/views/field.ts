import { html } from 'ghtml';
import type { Problem } from '../registration-form.ts';

/** What is wrong with one field, to stand between its label and its input. */
export function fieldError(problems: Problem[], field: Problem['field']): string {
  const problem = problems.find((candidate) => candidate.field === field);
  if (!problem) return '';
  return html`<p class="error" id="${field}-error"><span class="unseen">Error: </span>${problem.text}</p>`;
}

/** The ARIA attributes that tie an input to its hint and its error. */
export function describedBy(problems: Problem[], field: Problem['field'], hint: string): string {
  const isWrong = problems.some((problem) => problem.field === field);
  return isWrong
    ? html`aria-invalid="true" aria-describedby="${field}-error ${hint}"`
    : html`aria-describedby="${hint}"`;
}
