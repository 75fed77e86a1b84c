import { html } from 'ghtml';
import type { Member } from '../members.ts';
import { layout } from './layout.ts';

/** Where a new member arrives. */
export function welcomePage(member: Member): string {
  return layout({
    title: 'Welcome',
    main: html`<section class="card message">
      <p class="stamp" aria-hidden="true">✓</p>
      <h1>Welcome, <bdi>${member.name}</bdi></h1>
      <p>You are member number ${member.number}. Take a chair, put the kettle on, and tell us what
        came apart.</p>
      <p><a class="button" href="/">To the front page</a></p>
    </section>`,
  });
}
