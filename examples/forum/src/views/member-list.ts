import { html } from 'ghtml';
import type { Member } from '../members.ts';

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** The members as a list, or a kind word when there are none yet. */
export function memberList(members: Member[]): string {
  if (members.length === 0) {
    return html`<p class="empty">Nobody yet. The first chair is yours.</p>`;
  }
  return html`<ol class="members">!${members.map(
    (member) => html`<li>
      <span class="badge" data-colour="${member.number % 5}" aria-hidden="true">${initial(member.name)}</span>
      <span class="member"><span class="member-name" dir="auto">${member.name}</span>
      <span class="member-since">since <time datetime="${member.joined.toISOString()}">${time.format(member.joined)}</time></span></span>
    </li>`,
  )}</ol>`;
}

/** The first letter as people count letters, for a name may begin with an accent or an emoji. */
function initial(name: string): string {
  const first = new Intl.Segmenter('en').segment(name)[Symbol.iterator]().next();
  return first.done ? '' : first.value.segment.toUpperCase();
}
