import { html } from 'ghtml';
import { LIMITS, type Problem } from '../registration-form.ts';
import { describedBy, fieldError } from './field.ts';
import { layout } from './layout.ts';
import { patches } from './patches.ts';

/** Why a form comes back. Never the password: that is typed anew. */
export interface Typed {
  name?: string;
  email?: string;
  problems?: Problem[];
}

/** The registration page, but for what its captcha is. */
export interface Registration extends Typed {
  /** Where the form goes. */
  action: string;
  /** Scripts of the captcha. */
  scripts: string;
  /** Above the other fields. */
  before?: string;
  captcha: string;
  isReturned: boolean;
  /** Nobody can join at the moment. */
  isDown: boolean;
}

const submitOnce = html`<script src="/assets/submit-once.js" type="module"></script>`;

/** The registration page, empty or as it was typed. */
export function registrationPage(page: Registration): string {
  const { name = '', email = '', problems = [], isReturned, isDown } = page;
  const failed = problems.length > 0 || isDown;

  return layout({
    title: failed ? 'Error: Join the circle' : 'Join the circle',
    styles: 'registration.css',
    scripts: page.scripts + submitOnce,
    main: html`<div class="register">
    <div class="intro">
      <h1>Join the circle</h1>
      <p class="lead">One short form, and there is a chair for you.</p>
      <ul class="promises">
        <li>Ask anything. Nobody was born able to solder.</li>
        <li>No advertising, no tracking, no cookies.</li>
        <li>Leave whenever you like.</li>
      </ul>
      !${patches}
    </div>
    <form class="card" method="post" action="${page.action}" id="registration">
      !${failed ? summary(problems, isDown, isReturned) : ''}
      !${page.before ?? ''}

      <div class="field">
        <label for="name">Name</label>
        <p class="hint" id="name-hint">What people here will call you.</p>
        !${fieldError(problems, 'name')}
        <input id="name" name="name" type="text" value="${name}" autocomplete="nickname"
          required minlength="${LIMITS.name.min}" maxlength="${LIMITS.name.max}"
          !${describedBy(problems, 'name', 'name-hint')}>
      </div>

      <div class="field">
        <label for="email">E-mail</label>
        <p class="hint" id="email-hint">Other members do not see it.</p>
        !${fieldError(problems, 'email')}
        <input id="email" name="email" type="email" value="${email}" autocomplete="email"
          required maxlength="${LIMITS.email.max}" !${describedBy(problems, 'email', 'email-hint')}>
      </div>

      <div class="field">
        <label for="password">Password</label>
        <p class="hint" id="password-hint">At least ${LIMITS.password.min} characters.
          !${isReturned ? html`<strong>We do not keep it: please type it again.</strong>` : ''}</p>
        !${fieldError(problems, 'password')}
        <input id="password" name="password" type="password" autocomplete="new-password"
          required minlength="${LIMITS.password.min}" maxlength="${LIMITS.password.max}"
          !${describedBy(problems, 'password', 'password-hint')}>
      </div>

      !${page.captcha}

      <button class="button wide">Join the circle</button>
    </form>
    </div>`,
  });
}

/** What went wrong, first thing on the form and focused, with a link to each field. */
function summary(problems: Problem[], isDown: boolean, isReturned: boolean): string {
  const links = problems.map(({ field, text }) => html`<li><a href="#${field}">${text}</a></li>`);
  const down = html`<p>Our captcha service is not answering, so nobody can join right now.
    ${isReturned ? 'What you typed is still here. ' : ''}Please try again in a moment.</p>`;
  return html`<div class="summary" role="group" aria-labelledby="summary-title" tabindex="-1" autofocus>
    <h2 id="summary-title">${isDown ? 'Please try again later' : 'Almost there'}</h2>
    !${isDown ? down : ''}
    !${links.length > 0 ? html`<ul>!${links}</ul>` : ''}
  </div>`;
}
