/**
 * So many sites have series of their own, in the order in which they are met. At 21 combinations of
 * kind, level and style a site has 21 series of challenges and 84 of their answers at most, and one that
 * uses one ladder a tenth of that.
 */
export const MOST_SITES = 50;

/** For all sites beyond. No sitekey has parentheses. */
export const OTHER_SITES = '(other)';

/** For the classic contract, which knows no sites. */
export const CLASSIC = '(classic)';

/** Labels for sites that are defined: their sitekeys, for the first ones. */
export function createSiteLabels(most = MOST_SITES): (sitekey: string) => string {
  const known = new Set<string>();
  return (sitekey) => {
    if (known.has(sitekey)) return sitekey;
    if (known.size >= most) return OTHER_SITES;
    known.add(sitekey);
    return sitekey;
  };
}
