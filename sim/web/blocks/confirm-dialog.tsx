import { useEffect, useId, useRef } from 'react';
import type { WireConfirm } from '../../workspace/wire.ts';
import { SlackText } from './library.tsx';

interface ConfirmDialogProps {
  readonly confirm: WireConfirm;
  readonly onAnswer: (yes: boolean) => void;
}

/** "Are you sure?", in the bot's words. */
export function ConfirmDialog({ confirm, onAnswer }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="modal small"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <div className="modal-frame">
        <h2 id={title}>{confirm.title.text}</h2>
        <div className="modal-body">
          <SlackText text={confirm.text} />
        </div>
        <div className="modal-foot">
          <button type="button" className="slack-button" onClick={() => onAnswer(false)}>
            {confirm.deny.text}
          </button>
          <button type="button" className={`slack-button ${confirm.style ?? 'primary'}`} onClick={() => onAnswer(true)}>
            {confirm.confirm.text}
          </button>
        </div>
      </div>
    </dialog>
  );
}
