import { html } from 'ghtml';
import type { Member } from '../members.ts';
import { layout } from './layout.ts';
import { memberList } from './member-list.ts';
import { patches } from './patches.ts';

const TOPICS = [
  { title: 'A lamp that hums: is it the dimmer or the bulb?', about: 'Electrics, 14 replies' },
  { title: 'Show me your ugliest darn', about: 'Wool and cloth, 61 replies' },
  { title: 'Chain slips under load, new cassette fitted', about: 'Bicycles, 9 replies' },
];

/** The front page: what this place is, what people talk about, and who came last. */
export function homePage(newest: Member[]): string {
  return layout({
    title: 'Things are worth mending',
    styles: 'front.css',
    main: html`<section class="hero">
      <div>
        <h1>Things are worth mending.</h1>
        <p class="lead">A small, patient place for people who fix bicycles, radios, jumpers and
          whatever else came apart this week. Bring a broken thing. Somebody has been there.</p>
        <p><a class="button" href="/register">Join the circle</a></p>
      </div>
      !${patches}
    </section>
    <div class="columns">
      <section class="card" aria-labelledby="talk">
        <h2 id="talk">On the bench this week</h2>
        <ul class="topics">!${TOPICS.map(
          ({ title, about }) => html`<li><strong>${title}</strong><span>${about}</span></li>`,
        )}</ul>
      </section>
      <section class="card" aria-labelledby="newest">
        <h2 id="newest">Newest members</h2>
        !${memberList(newest)}
      </section>
    </div>`,
  });
}
