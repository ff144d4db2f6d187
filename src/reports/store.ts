import { z } from 'zod';
import type { Orders } from '../qos/analysis.ts';
import type { Person } from '../qos/person.ts';
import type { Clock } from '../runtime/clock.ts';
import { keys } from '../storage/keys.ts';
import type { Kv } from '../storage/kv.ts';
import { createStoredHash, createStoredValue } from '../storage/stored-value.ts';
import { isThinner } from './completeness.ts';
import { countPages, type ListPage, type ListTop, locatePage, toPages } from './list-page.ts';
import { ReportHead, type Sort, StoredPerson } from './report.ts';

const SORTS: readonly Sort[] = ['severity', 'loss', 'latency'];
const EXPORT_CHUNK = 500;
const Ids = z.array(z.string());

/** Which read of which occurrence. */
type ReadKey = Pick<ReportHead, 'key' | 'readId'>;

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
  /** Everybody once, worst first, then those who are not listed; in portions. What cannot be read is left out. */
  readPeople(head: ReportHead): AsyncGenerator<readonly Person[]>;
  /** Keeps people of a read that is not visible yet. */
  addPeople(read: ReadKey, people: readonly Person[]): Promise<void>;
  /** People of a read, visible or not, in the order of the ids; without those that are not kept. */
  findPeople(read: ReadKey, ids: readonly string[]): Promise<Person[]>;
  /**
   * Makes a finished read visible, its people added before, in one step: readers see the old report or the new one.
   * False when a fuller read of the same run is kept: that stays.
   */
  commit(head: ReportHead, orders: Orders): Promise<boolean>;
  /** Says something else of the read that is kept, whose life begins anew; nothing happens when it was replaced meanwhile. */
  keep(head: ReportHead): Promise<void>;
}

/** @param options.ttlSeconds how long reports are kept */
export function createReportStore({
  kv,
  clock,
  ttlSeconds,
}: {
  kv: Kv;
  clock: Clock;
  ttlSeconds: number;
}): ReportStore {
  const heads = createStoredValue(kv, ReportHead);
  const people = createStoredHash(kv, StoredPerson);
  const orders = createStoredHash(kv, Ids);

  async function getHead(key: string, readId?: string): Promise<ReportHead | null> {
    const newest = await heads.get(keys.reportHead(key));
    if (readId === undefined || newest?.readId === readId) return newest;
    return heads.get(keys.olderHead(key, readId));
  }

  async function setLife({ key, readId }: ReadKey, seconds: number): Promise<void> {
    await kv.expire(keys.people(key, readId).name, seconds);
    for (const sort of SORTS) await kv.expire(keys.order(key, readId, sort).name, seconds);
  }

  async function findPeople({ key, readId }: ReadKey, ids: readonly string[]): Promise<Person[]> {
    const found = ids.length === 0 ? [] : await people.getMany(keys.people(key, readId), ids);
    return found.filter((person) => person !== null);
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
        const ids = (await orders.get(keys.order(key, head.readId, sort), String(position.page))) ?? [];
        const shown = await findPeople(head, ids);
        return shown.length === length ? { head, sort, ...position, people: shown } : null;
      });
    },

    getTop(key, sort, count, readId) {
      return withHead(key, readId, async (head) => {
        const total = head.listLengths[sort];
        const length = Math.min(count, total);
        const pages = Array.from({ length: countPages(length) }, (_, page) => String(page));
        const kept = pages.length === 0 ? [] : await orders.getMany(keys.order(key, head.readId, sort), pages);
        const ids = kept.flatMap((page) => page ?? []).slice(0, length);
        const people = await findPeople(head, ids);
        return people.length === length ? { head, sort, total, people } : null;
      });
    },

    getPerson(key, personId, readId) {
      return withHead(key, readId, async (head) => {
        const [person] = await findPeople(head, [personId]);
        return person ? { head, person } : null;
      });
    },

    async *readPeople(head) {
      const pages = Array.from({ length: countPages(head.listLengths.severity) }, (_, page) => String(page));
      const kept = await orders.getMany(keys.order(head.key, head.readId, 'severity'), pages);
      const ids = kept.flatMap((page) => page ?? []);
      const listed = new Set(ids);
      const everybody = await kv.hashKeys(keys.people(head.key, head.readId).name);
      const order = [...ids, ...everybody.filter((id) => !listed.has(id))];
      for (let start = 0; start < order.length; start += EXPORT_CHUNK) {
        yield await findPeople(head, order.slice(start, start + EXPORT_CHUNK));
      }
    },

    findPeople,

    async addPeople({ key, readId }, added) {
      const fields = Object.fromEntries(added.map((person) => [person.id, person]));
      await people.set(keys.people(key, readId), fields, ttlSeconds);
    },

    async commit(head, sorted) {
      const previous = await getHead(head.key);
      // Without a UUID it may be another run.
      if (head.uuid !== null && isThinner(head.rowsRead, previous)) {
        await setLife(head, keys.olderHead(head.key, head.readId).lifeSeconds);
        return false;
      }
      for (const sort of SORTS) {
        const ids = sorted[sort];
        if (ids.length > 0) await orders.set(keys.order(head.key, head.readId, sort), toPages(ids), ttlSeconds);
      }
      const replaced = previous?.readId === head.readId ? null : previous;
      const older = replaced && keys.olderHead(head.key, replaced.readId);
      if (older) await heads.set(older, replaced);
      await heads.set(keys.reportHead(head.key), head, ttlSeconds);
      if (older) await setLife(replaced, older.lifeSeconds);
      return true;
    },

    async keep(head) {
      if ((await getHead(head.key))?.readId !== head.readId) return;
      await setLife(head, ttlSeconds);
      await heads.set(keys.reportHead(head.key), head, ttlSeconds);
    },
  };
}
