/** One branch of the tree: the branches below it, or the items, in the order of their next turn. */
interface Node<T> {
  readonly below: Map<string, Node<T>>;
  readonly items: Set<{ readonly item: T }>;
}

/** What waits, each under a path such as kind, person, webinar. */
export interface FairQueue<T> {
  readonly size: number;
  /**
   * @param path the same number of steps for all
   * @returns takes the item out again; does nothing once it was given
   */
  add(path: readonly string[], item: T): () => void;
  /** The next in turn, which leaves the queue; undefined when nothing waits. */
  next(): T | undefined;
}

/**
 * Gives in turn: every first step of a path as often as any other, among those with the same first step every second one,
 * and so on; in the end first come, first served. Whoever has much waiting makes nobody else wait for all of it.
 */
export function createFairQueue<T>(): FairQueue<T> {
  const root = createNode<T>();
  let size = 0;

  function take(node: Node<T>): T | undefined {
    for (const [step, branch] of node.below) {
      const item = take(branch);
      node.below.delete(step);
      // Behind the others, until its next turn.
      if (!isEmpty(branch)) node.below.set(step, branch);
      return item;
    }
    for (const entry of node.items) {
      node.items.delete(entry);
      return entry.item;
    }
    return undefined;
  }

  return {
    get size() {
      return size;
    },
    add(path, item) {
      const nodes = [root];
      let node = root;
      for (const step of path) {
        const below = node.below.get(step) ?? createNode<T>();
        node.below.set(step, below);
        node = below;
        nodes.push(node);
      }
      const entry = { item };
      node.items.add(entry);
      size += 1;
      return () => {
        if (!node.items.delete(entry)) return;
        size -= 1;
        prune(nodes, path);
      };
    },
    next() {
      if (size === 0) return undefined;
      size -= 1;
      return take(root);
    },
  };
}

/** Takes out the branches of a path that have become empty, from its end. */
function prune<T>(nodes: readonly Node<T>[], path: readonly string[]): void {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const [node, above, step] = [nodes[depth], nodes[depth - 1], path[depth - 1]];
    if (!node || !above || step === undefined || !isEmpty(node)) return;
    // Another branch may have grown under the same name since this one was given up.
    if (above.below.get(step) === node) above.below.delete(step);
  }
}

function createNode<T>(): Node<T> {
  return { below: new Map(), items: new Set() };
}

function isEmpty<T>({ below, items }: Node<T>): boolean {
  return below.size === 0 && items.size === 0;
}
