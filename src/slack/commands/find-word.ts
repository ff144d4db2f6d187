const FIND = /^["']?[-/]*find["']?[:.,]?$/i;

/** What stands before the word `find` and what behind it; null where it does not stand, but within a link's label, or at the start. */
export function splitAtFind(text: string): { readonly before: string; readonly behind: string } | null {
  if (!/find/i.test(text)) return null;
  let isInLink = false;
  let at = 0;
  for (const part of text.split(/(\s+)/)) {
    if (!isInLink && FIND.test(part) && text.slice(0, at).trim() !== '') {
      return { before: text.slice(0, at), behind: text.slice(at + part.length) };
    }
    at += part.length;
    const [opened, closed] = [part.lastIndexOf('<'), part.lastIndexOf('>')];
    if (opened !== closed) isInLink = opened > closed;
  }
  return null;
}
