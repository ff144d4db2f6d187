/** A safe link of a mail that quotes a redirect of a search engine: nobody wraps more often. */
const MOST_WRAPPINGS = 3;
const MOST_PARAMETERS = 30;
const WRAPPER = /^https?:\/\/[^\s?]+\?\S+$/i;
const LINK = /^(?:https?|zoommtg|zoomus):\/\//i;

/**
 * The link itself, and those that it holds in its query: Outlook's safe links, redirects of Google, Slack and others.
 * Outermost first. Nothing is called for that.
 */
export function linksWithin(text: string): string[] {
  const found = [text];
  let outer = [text];
  for (let wrappings = 0; wrappings < MOST_WRAPPINGS && outer.length > 0; wrappings += 1) {
    outer = outer.flatMap(linksInQuery).slice(0, MOST_PARAMETERS);
    found.push(...outer);
  }
  return found;
}

/** The value of a parameter of a link's query, decoded; null without one. */
export function parameterOf(link: string, name: string): string | null {
  return parametersOf(link).find((parameter) => parameter.name === name)?.value ?? null;
}

function linksInQuery(link: string): string[] {
  if (!WRAPPER.test(link)) return [];
  return parametersOf(link).flatMap(({ value }) => (LINK.test(value) ? [value] : []));
}

function parametersOf(link: string): { name: string; value: string }[] {
  const start = link.indexOf('?');
  if (start < 0) return [];
  return link
    .slice(start + 1)
    .split(/[&#]/, MOST_PARAMETERS)
    .map((parameter) => {
      const end = parameter.indexOf('=');
      const [name, value] = end < 0 ? [parameter, ''] : [parameter.slice(0, end), parameter.slice(end + 1)];
      return { name: name.toLowerCase(), value: decode(value) };
    });
}

/** What is no proper percent-encoding stands for itself. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
