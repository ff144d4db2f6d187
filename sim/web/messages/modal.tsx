import { useEffect, useId, useRef } from 'react';
import type { WireView } from '../../workspace/wire.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { OnValue } from '../blocks/input-block.tsx';
import type { OnPress } from '../workspace-context.ts';

type Values = Record<string, Record<string, unknown>>;

interface ModalProps {
  readonly view: WireView;
  /** How many are open; below the first, closing goes back. */
  readonly depth: number;
  readonly onPress: OnPress;
  readonly onClose: () => void;
  readonly onSubmit: (values: Values) => void;
  readonly onInspect: () => void;
}

/** The top modal. The dialog element keeps the focus inside and gives it back; Esc closes. */
export function Modal({ view, depth, onPress, onClose, onSubmit, onInspect }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const values = useRef<Values>({});
  const title = useId();

  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const keep: OnValue = (block, action, value) => {
    const { [action]: _, ...others } = values.current[block] ?? {};
    values.current = { ...values.current, [block]: value === null ? others : { ...others, [action]: value } };
  };

  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form
        className="modal-frame"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(values.current);
        }}
      >
        <div className="modal-head">
          <h2 id={title}>{view.title}</h2>
          <button type="button" className="plain" aria-label={depth > 1 ? 'Back' : 'Close'} onClick={onClose}>
            <span aria-hidden="true">{depth > 1 ? '‹' : '✕'}</span>
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="modal-body" tabIndex={0} aria-label={view.title}>
          <Blocks blocks={view.blocks} onPress={onPress} onValue={keep} />
        </section>
        <div className="modal-foot">
          <button type="button" className="plain inspect-view" onClick={onInspect}>
            Inspect
          </button>
          <button type="button" className="slack-button" onClick={onClose}>
            {view.close}
          </button>
          {view.submit !== null && (
            <button type="submit" className="slack-button primary">
              {view.submit}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}
