import { html } from 'ghtml';
import { layout } from './layout.ts';

/** A page with one thing to say, for what does not go to plan. */
export function messagePage(title: string, text: string): string {
  return layout({
    title,
    main: html`<section class="card message">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button" href="/">To the front page</a></p>
    </section>`,
  });
}
