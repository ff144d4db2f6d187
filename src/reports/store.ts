import { isSameLimits, type SettableLimits, withOwnLimits } from '../qos/own-limits.ts';
import type { Person } from '../qos/person.ts';
import { DEFAULT_THRESHOLDS } from '../qos/thresholds.ts';
import type { Clock } from '../runtime/clock.ts';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';
import { createStoredValue } from '../storage/stored-value.ts';
import { isThinner } from './completeness.ts';
import { type ListPage, type ListTop, locatePage } from './list-page.ts';
import { type FoundPeople, findPeople } from './packing/find-people.ts';
import { readPackedPeople } from './packing/packed-people.ts';
import { COUNT, createPeopleWriter, type PeopleWriter } from './packing/people-writer.ts';
import { ReportHead, type Sort } from './report.ts';

const EXPORT_CHUNK = 500;
/** No webinar has more; a count beyond it is damaged. */
const MOST_PEOPLE = 1_000_000;

/** Which read of which occurrence. */
type ReadKey = Pick<ReportHead, 'key' | 'readId'>;

/** The people of a finished read, who become visible with its head. */
export interface ReportWriter extends PeopleWriter {
  /**
   * Makes a finished read visible in one step: readers see the old report or the new one.
   * False when a fuller read of the same run is kept: that stays.
   */
  commit(head: ReportHead): Promise<boolean>;
}

/** Reports, kept so that turning a page costs the same for a hundred people as for a hundred thousand. */
export interface ReportStore {
  /** @param readId that very read, which is found for five minutes after a newer one; without it the newest */
  getHead(key: string, readId?: string): Promise<ReportHead | null>;
  /** The head if asking again should be answered from it. */
  getFreshHead(key: string): Promise<ReportHead | null>;
  /** One page; page numbers outside are held within. null when the report (or that read of it) is no longer kept. */
  getPage(key: string, sort: Sort, page: number, readId?: string): Promise<ListPage | null>;
  /** The first `count` people of a list, nobody else is read; null as above. */
  getTop(key: string, sort: Sort, count: number, readId?: string): Promise<ListTop | null>;
  /** null when the report (or that read of it), or the person in it, is no longer there. */
  getPerson(key: string, personId: string, readId?: string): Promise<{ head: ReportHead; person: Person } | null>;
  /** Whose name holds what was typed. null when the report (or that read of it) is no longer kept. */
  find(key: string, typed: string, readId?: string): Promise<(FoundPeople & { head: ReportHead }) | null>;
  /** Everybody once, worst first, then those who are not listed; in portions. What cannot be read is left out. */
  readPeople(head: ReportHead): AsyncGenerator<readonly Person[]>;
  /** Begins to write a read, which nobody sees before it is committed. */
  write(read: ReadKey): ReportWriter;
  /** Says something else of the read that is kept, whose life begins anew; nothing happens when it was replaced meanwhile. */
  keep(head: ReportHead): Promise<void>;
  /** Deletes the report and its people, whichever way it was graded; a read that was replaced minutes ago goes by itself. */
  remove(key: string): Promise<void>;
}

/**
 * @param options.ttlSeconds how long reports are kept
 * @param options.thresholds by which reports are graded now; one that was graded by others is a miss, as one of another method is
 * @param options.nameOf the name under which a person is shown, and so is found
 */
export function createReportStore({
  kv,
  clock,
  ttlSeconds,
  nameOf = ({ name }) => name,
  thresholds = DEFAULT_THRESHOLDS,
}: {
  kv: Kv;
  clock: Clock;
  ttlSeconds: number;
  thresholds?: SettableLimits;
  nameOf?: (person: Person) => string;
}): ReportStore {
  const heads = createStoredValue(kv, ReportHead);
  const peopleOf = ({ key, readId }: ReadKey) => readPackedPeople(kv, keys.people(key, readId).name);

  async function getHead(key: string, readId?: string): Promise<ReportHead | null> {
    const newest = await heads.get(keys.reportHead(key));
    const head =
      readId === undefined || newest?.readId === readId ? newest : await heads.get(keys.olderHead(key, readId));
    return head && isGradedAsNow(head) ? head : null;
  }

  function isGradedAsNow({ limits }: ReportHead): boolean {
    return isSameLimits(withOwnLimits(limits ?? {}), thresholds);
  }

  async function setLife({ key, readId }: ReadKey, seconds: number): Promise<void> {
    await kv.expire(keys.people(key, readId).name, seconds);
  }

  /** null when they are not all there. */
  async function countPeople(read: ReadKey): Promise<number | null> {
    const [text] = await peopleOf(read).read([COUNT]);
    const count = Number(text ?? 'none');
    return Number.isInteger(count) && count >= 0 && count <= MOST_PEOPLE ? count : null;
  }

  /** A commit between reading the head and its people takes the people away: then the new head is read, once. */
  async function withHead<T>(
    key: string,
    readId: string | undefined,
    read: (head: ReportHead) => Promise<T | null>,
  ): Promise<T | null> {
    const head = await getHead(key, readId);
    if (!head) return null;
    const result = await read(head);
    if (result !== null || readId !== undefined) return result;
    const newer = await getHead(key);
    return newer && newer.readId !== head.readId ? read(newer) : null;
  }

  return {
    getHead,

    async getFreshHead(key) {
      const head = await getHead(key);
      return head && Date.parse(head.freshUntil) > clock.now() ? head : null;
    },

    getPage(key, sort, page, readId) {
      return withHead(key, readId, async (head) => {
        const { length, ...position } = locatePage(head.listLengths[sort], page);
        if (!Number.isInteger(position.page)) return null;
        if (length === 0) return { head, sort, ...position, people: [] };
        const packed = peopleOf(head);
        const people = await packed.inSlots(await packed.slotsAt(sort, position.first - 1, length));
        return people.length === length ? { head, sort, ...position, people } : null;
      });
    },

    getTop(key, sort, count, readId) {
      return withHead(key, readId, async (head) => {
        const total = head.listLengths[sort];
        const length = Math.min(count, total);
        if (length === 0) return { head, sort, total, people: [] };
        const packed = peopleOf(head);
        const people = await packed.inSlots(await packed.slotsAt(sort, 0, length));
        return people.length === length ? { head, sort, total, people } : null;
      });
    },

    getPerson(key, personId, readId) {
      return withHead(key, readId, async (head) => {
        const person = await peopleOf(head).byId(personId);
        return person && { head, person };
      });
    },

    find(key, typed, readId) {
      return withHead(key, readId, async (head) => {
        const count = await countPeople(head);
        const found = count === null ? null : await findPeople(peopleOf(head), count, typed);
        return found && { head, ...found };
      });
    },

    async *readPeople(head) {
      const packed = peopleOf(head);
      const listed = await packed.slotsAt('severity', 0, head.listLengths.severity);
      const isListed = new Set(listed);
      const others = Array.from({ length: (await countPeople(head)) ?? 0 }, (_, slot) => slot);
      const order = [...listed, ...others.filter((slot) => !isListed.has(slot))];
      for (let start = 0; start < order.length; start += EXPORT_CHUNK) {
        yield await packed.inSlots(order.slice(start, start + EXPORT_CHUNK));
      }
    },

    write({ key, readId }) {
      const { name } = keys.people(key, readId);
      const people = createPeopleWriter(kv, { name, lifeSeconds: ttlSeconds }, nameOf);
      return {
        ...people,
        async commit(head) {
          const previous = await heads.get(keys.reportHead(key));
          // Without a UUID it may be another run. One that was graded by other limits is found by nobody.
          const fuller = previous && isGradedAsNow(previous) ? previous : null;
          if (head.uuid !== null && isThinner(head.rowsRead, fuller)) {
            await setLife(head, keys.olderHead(key, readId).lifeSeconds);
            return false;
          }
          const replaced = previous?.readId === readId ? null : previous;
          const older = replaced && keys.olderHead(key, replaced.readId);
          if (older) await heads.set(older, replaced);
          await heads.set(keys.reportHead(key), head, ttlSeconds);
          if (older) await setLife(replaced, older.lifeSeconds);
          return true;
        },
      };
    },

    async remove(key) {
      const head = await heads.get(keys.reportHead(key));
      await kv.delete(keys.reportHead(key).name, ...(head ? [keys.people(key, head.readId).name] : []));
    },

    async keep(head) {
      if ((await getHead(head.key))?.readId !== head.readId) return;
      await setLife(head, ttlSeconds);
      await heads.set(keys.reportHead(head.key), head, ttlSeconds);
    },
  };
}
