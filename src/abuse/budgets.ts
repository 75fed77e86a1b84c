/** What a request costs the service: each has a budget of its own. */
export type Cost = keyof typeof BUDGETS;

/**
 * Everybody's budget is whole again so long after its first use. Ten minutes: a person who meets the
 * limit waits at most so long, and a bot gains little by pausing.
 */
export const WINDOW_SECONDS = 600;

/**
 * How much one client, a /32 or /64, may ask for in a window. The yardstick is a campus behind one
 * address: 3,000 people who register within an hour, 500 within ten minutes, and twice as many at times.
 * Whoever fails again and again is the business of the ladder; a bot that asks three times a second is
 * stopped here.
 */
export const BUDGETS = {
  /** 1,000 people, every fifth of them with a second try. One costs 0.1 ms of a processor. */
  picture: 1200,
  /** Every fifth of 1,000 changes to it, with another try each. One costs about 2 ms. */
  motion: 400,
  /** One in ten of 1,000 listens, every fifth of them twice. One costs up to 10 ms: a client gets 0.2 %
   *  of a processor. */
  sound: 120,
  /** Asked for by every page that shows a form, solved or not: 1,000 people with three views each. */
  work: 3000,
  /** Every picture twice, and every sound five times, in parts and again, each as much as four pictures. */
  media: 4800,
  /** One for every challenge, more time for every third, and lost replies. */
  answer: 2400,
  /** Pages without scripts: each step is a request. Few people, so a third of the pictures. */
  page: 400,
  /**
   * Who asks the classic routes is most often a site's server, for all its visitors: a hundred a second. At
   * two minutes each, 12,000 are outstanding then, 5 % of what the memory store holds by default.
   */
  classic: 60_000,
  /** As many checks, and those whose picture came before the window. */
  'classic-check': 90_000,
  /** A site's server with its secret, counted for the site alone, see SITE_FACTOR: 1,000 a second. */
  verify: 600,
  /** Without a secret that is known there is nothing to be had: a mistake in a configuration, once a
   *  second. */
  'verify-unknown': 600,
  /** The description of the API, a large answer: a developer reloads, a program asks once. */
  document: 300,
  /** Operators who type or paste their token err a few times, all of an office behind one address. Who
   *  guesses gets nowhere anyway: 20 characters at random are more than can be tried. */
  'sign-in': 50,
  /** Load balancers that look whether the store works: a hundred of them, once a second. */
  probe: 60_000,
} as const;

/**
 * A /24 or /48 may ask for what four clients may. In an honest one few are busy in the same ten
 * minutes; who holds all of one gains four times, not 256 or 65,536 times.
 */
export const NETWORK_FACTOR = 4;

/**
 * A site's visitors may ask for what a thousand clients may: for pictures 750 a second, for sounds 100 a
 * second, the whole time of one processor. It keeps one attacked site from taking all of the service.
 * Lower, it would be a lever: whoever commands a thousand addresses could use up the budget of a site,
 * and shut out its visitors.
 */
export const SITE_FACTOR = 1000;
