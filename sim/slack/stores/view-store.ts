import type { SimRandom } from '../../runtime/random.ts';
import type { Block } from '../block-kit/block-kit.ts';

/** An open modal. */
export interface SimView {
  readonly id: string;
  readonly hash: string;
  readonly rootId: string;
  readonly user: string;
  /** What the bot sent: title, blocks, submit, private_metadata, … */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly blocks: readonly Block[];
}

export interface ViewStore {
  /** A person's open modals; the last one is on top. */
  openViews(user: string): readonly SimView[];
  open(user: string, payload: SimView['payload']): SimView;
  /** null when three are open already. */
  push(user: string, payload: SimView['payload']): SimView | null;
  find(by: { id?: string; externalId?: string }): SimView | undefined;
  update(view: SimView, payload: SimView['payload']): SimView;
  close(view: SimView): void;
  closeAll(user: string): void;
}

const STACK = 3;

export function createViewStore(random: SimRandom, changed: () => void): ViewStore {
  const stacks = new Map<string, SimView[]>();
  const stack = (user: string) => stacks.get(user) ?? [];

  function set(user: string, views: SimView[]): void {
    stacks.set(user, views);
    changed();
  }

  function make(user: string, payload: SimView['payload'], ids: { id?: string; rootId?: string } = {}): SimView {
    const id = ids.id ?? `V0${random.text(9).toUpperCase()}`;
    const blocks = Array.isArray(payload.blocks) ? (payload.blocks as Block[]) : []; // safe: validated before
    const named = blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `v${index}` }));
    return { id, hash: `${random.text(12)}`, rootId: ids.rootId ?? id, user, payload, blocks: named };
  }

  return {
    openViews: (user) => [...stack(user)],
    open(user, payload) {
      const view = make(user, payload);
      set(user, [view]);
      return view;
    },
    push(user, payload) {
      const views = stack(user);
      if (views.length >= STACK) return null;
      const root = views[0]?.rootId;
      const view = make(user, payload, root === undefined ? {} : { rootId: root });
      set(user, [...views, view]);
      return view;
    },
    find({ id, externalId }) {
      const all = [...stacks.values()].flat();
      return all.find((view) => (id === undefined ? view.payload.external_id === externalId : view.id === id));
    },
    update(view, payload) {
      const updated = make(view.user, payload, view);
      set(
        view.user,
        stack(view.user).map((one) => (one.id === view.id ? updated : one)),
      );
      return updated;
    },
    close: (view) =>
      set(
        view.user,
        stack(view.user).filter((one) => one.id !== view.id),
      ),
    closeAll: (user) => set(user, []),
  };
}
