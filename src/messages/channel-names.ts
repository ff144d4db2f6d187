import type { Person } from '../qos/person.ts';
import type { Content } from '../reports/delivery/content.ts';
import type { LiveAlert } from '../reports/live-alert.ts';
import type { ReportHead } from '../reports/report.ts';
import { personName, shownName } from './text/names.ts';

/** How people of a webinar appear where more than one person reads: by name, "P. H.", or by a number. */
export type ChannelNames = 'names' | 'initials' | 'none';

const MOST_INITIALS = 3;
const MAX_NAME = 60;
/** A word that begins with a letter, behind whatever stands before it. */
const WORD = /(?<!\p{L})\p{L}/gu;

type NamedPerson = Pick<Person, 'id' | 'number' | 'name' | 'role'>;

/**
 * What is said, as a channel may read it: no render function has to know. Whoever may ask sees names behind the buttons.
 * What is said to one person goes out as it is.
 */
export function contentForChannel(content: Content, names: ChannelNames): Content {
  switch (content.kind) {
    case 'report':
    case 'worse':
      return { ...content, head: headForChannel(content.head, names) };
    case 'concluded':
      return { ...content, head: content.head && headForChannel(content.head, names) };
    case 'live':
      return { ...content, alert: alertForChannel(content.alert, names) };
    default:
      return content;
  }
}

/** The head of a report, for a message that a channel reads. */
export function headForChannel(head: ReportHead, names: ChannelNames): ReportHead {
  if (names === 'names') return head;
  const { worst, decidingPresenter } = head;
  return {
    ...head,
    worst: worst.map((person) => hidden(person, names)),
    decidingPresenter: decidingPresenter && hidden(decidingPresenter, names),
  };
}

function hidden<P extends NamedPerson>(person: P, names: ChannelNames): P {
  const known = names === 'initials' && person.name.trim() !== '' ? initials(personName(person)) : '';
  return { ...person, name: known || `${person.role === 'presenter' ? 'Presenter' : 'Attendee'} #${person.number}` };
}

function alertForChannel(alert: LiveAlert, names: ChannelNames): LiveAlert {
  const { who } = alert;
  if (names === 'names' || who.kind !== 'presenter' || who.name === null) return alert;
  // Blank is "A presenter": a running show has no numbers.
  const name = names === 'initials' ? initials(shownName(who.name, MAX_NAME)) || null : null;
  return { ...alert, who: { ...who, name } };
}

/** "Pat Host" → "P. H."; blank for what has no letters, such as a telephone number, or is an address. */
function initials(name: string): string {
  if (name.includes('@')) return '';
  const letters = name.match(WORD) ?? [];
  return letters
    .slice(0, MOST_INITIALS)
    .map((letter) => `${letter.toUpperCase()}.`)
    .join(' ');
}
