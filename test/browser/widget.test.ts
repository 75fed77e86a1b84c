import { expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { CHROMIUM } from './support/chromium.ts';
import { button, captcha, property } from './support/element.ts';
import { ANSWER } from './support/fake-api.ts';
import { useVisits } from './support/visit.ts';
import { entry, input, open, solve, WIDGET } from './support/widget.ts';

describeWith({ chromium: CHROMIUM }, 'the widget', () => {
  const visits = useVisits();
  const { visit } = visits;

  it('is solved by keyboard alone and puts its token into the form', async () => {
    const page = await visit(WIDGET);
    await captcha(page).waitFor();
    await page.getByLabel('Name').focus();
    await input(page).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(ANSWER.toLowerCase());
    await page.keyboard.press('Enter');
    await button(page, 'Confirmed').waitFor();
    expect(await entry(page)).toBe(await property(captcha(page), 'value'));
    expect(await entry(page)).toMatch(/^token-of-/);
    expect(await property(captcha(page), 'state')).toBe('solved');
    expect(visits.api.bodies[0]).toEqual({ sitekey: 'site-1', language: 'en' });
    expect(new URL(page.url()).search).toBe('');
  });

  it('asks for nothing until somebody touches the form', async () => {
    const page = await visit(WIDGET);
    await button(page, 'Confirm that you are human').waitFor();
    await page.waitForTimeout(300);
    expect(visits.api.requests).toEqual([]);
  });

  it('leaves the focus where it is when the picture comes', async () => {
    const page = await visit(WIDGET);
    await captcha(page).waitFor();
    await page.getByLabel('Name').focus();
    await input(page).waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
    await input(page).fill('WRONG1');
    await button(page, 'Check').click();
    await page.getByText('That was not right').first().waitFor();
    expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.textContent')).toBe(
      'Check',
    );
  });

  it('shows another picture and an empty answer after a wrong one', async () => {
    const page = await visit(WIDGET);
    await open(page);
    await input(page).fill('WRONG1');
    await input(page).press('Enter');
    await page.getByText('That was not right').first().waitFor();
    expect(await input(page).inputValue()).toBe('');
    expect(await input(page).getAttribute('aria-invalid')).toBe('true');
    await input(page).fill('K');
    expect(await input(page).getAttribute('aria-invalid')).toBe('false');
    await input(page).fill(ANSWER);
    await input(page).press('Enter');
    await button(page, 'Confirmed').waitFor();
    expect(await entry(page)).toBe(`token-of-${await property(captcha(page), 'challengeId')}`);
  });

  it('changes the picture on request and keeps the focus on the button', async () => {
    const page = await visit(WIDGET);
    await open(page);
    const id = await property(captcha(page), 'challengeId');
    await button(page, 'New picture').click();
    await expect.poll(() => property(captcha(page), 'state')).toBe('ready');
    expect(await property(captcha(page), 'challengeId')).not.toBe(id);
    expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.textContent')).toBe(
      'New picture',
    );
    expect(visits.api.requests).toContain('POST /v1/challenges/:id/refresh');
  });

  it('warns before time runs out, and gives more without losing what was typed', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    await open(page);
    await input(page).fill('KTX');
    expect(await button(page, 'More time').count()).toBe(0);
    await page.clock.fastForward(95_000);
    await page.getByRole('status').getByText('left for this picture').waitFor();
    const id = await property(captcha(page), 'challengeId');
    await button(page, 'More time').click();
    await expect.poll(() => page.locator('inkblot-captcha [part=timer]').textContent()).toBe('');
    expect(await property(captcha(page), 'challengeId')).toBe(id);
    expect(await input(page).inputValue()).toBe('KTX');
  });

  it('says that time ran out, and waits for somebody before it asks again', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    await open(page);
    await page.clock.fastForward(121_000);
    await page.getByText('Time ran out').first().waitFor();
    const before = visits.api.requests.length;
    await page.clock.fastForward(600_000);
    expect(visits.api.requests.length).toBe(before);
    await button(page, 'New picture').click();
    await expect.poll(() => property(captcha(page), 'state')).toBe('ready');
  });

  it('takes the token out of the form when it ends', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    await solve(page);
    await page.clock.fastForward(95_000);
    await page.getByText('Your confirmation ends in').first().waitFor();
    expect(await entry(page)).toMatch(/^token-of-/);
    await page.clock.fastForward(30_000);
    await page.getByText('Your confirmation ran out').first().waitFor();
    expect(await entry(page)).toBeNull();
    expect(await property(captcha(page), 'value')).toBe('');
  });

  it('keeps an answer that could not be sent, and sends it on request', async () => {
    const page = await visit(WIDGET);
    await open(page);
    await input(page).fill(ANSWER);
    await page.context().setOffline(true);
    await input(page).press('Enter');
    await page.getByText('No connection').first().waitFor();
    expect(await input(page).inputValue()).toBe(ANSWER);
    await page.context().setOffline(false);
    await button(page, 'Try again').click();
    await button(page, 'Confirmed').waitFor();
    expect(visits.api.requests.filter((request) => request.endsWith('/answer'))).toHaveLength(1);
  });

  it('counts down when it asked too often, and then tries once by itself', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    visits.api.trouble = { status: 429, code: 'rate_limited', retryAfterSeconds: 20 };
    await button(page, 'Confirm that you are human').click();
    await page
      .getByText(/Please wait (20|19) s/)
      .first()
      .waitFor();
    expect(await button(page, 'Try again').getAttribute('aria-disabled')).toBe('true');
    await button(page, 'Try again').click({ force: true });
    expect(visits.api.requests).toHaveLength(1);
    visits.api.trouble = null;
    await page.clock.fastForward(20_000);
    await input(page).waitFor();
  });

  it('tries three more times when the service fails, and tells the page once', async () => {
    const page = await visit(WIDGET, { fakeClock: true });
    visits.api.trouble = { status: 503, code: 'busy' };
    await captcha(page).evaluate((node) => {
      const codes: unknown[] = [];
      Reflect.set(globalThis, 'codes', codes);
      node.addEventListener('inkblot-error', (event: object) => {
        codes.push(Reflect.get(Reflect.get(event, 'detail'), 'code'));
        Reflect.get(node, 'reset').call(node);
      });
    });
    await button(page, 'Confirm that you are human').click();
    for (let count = 1; count <= 4; count += 1) {
      await expect.poll(() => visits.api.requests.length).toBe(count);
      await page.waitForTimeout(100);
      await page.clock.fastForward(9_000);
    }
    await page.getByText('not available at the moment').first().waitFor();
    await page.clock.fastForward(600_000);
    await page.waitForTimeout(200);
    expect(await page.evaluate('codes')).toEqual(['unavailable']);
    expect(visits.api.requests.length).toBeLessThanOrEqual(5);
  });

  it('tells whoever set up the site when the host name is not allowed', async () => {
    const page = await visit(WIDGET);
    visits.api.trouble = { status: 403, code: 'hostname_not_allowed' };
    await button(page, 'Confirm that you are human').click();
    await page.getByText('not set up correctly').first().waitFor();
    expect(await button(page, 'Try again').count()).toBe(0);
  });
});
