import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { CloseIcon } from './icons.js';

/** A dialog over everything: the browser keeps the focus in it, and Escape closes it. */
export function Dialog(props: {
  readonly className: string;
  readonly title: ComponentChildren;
  readonly closeWords: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // before the next paint, so that a key pressed right after goes to the dialog
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    current?.querySelector<HTMLElement>('[data-first], input, textarea, select')?.focus();
    // closed before it is removed, so that the focus returns to where it was
    return () => current?.close();
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault();
    props.onClose();
  };
  return (
    <dialog ref={dialog} class={props.className} aria-labelledby={titleId} onCancel={cancel}>
      <header>
        <h2 id={titleId}>{props.title}</h2>
        <button type="button" class="icon-button" aria-label={props.closeWords} onClick={props.onClose}>
          <CloseIcon />
        </button>
      </header>
      {props.children}
    </dialog>
  );
}
