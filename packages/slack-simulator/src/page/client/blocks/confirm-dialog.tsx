import type { ConfirmationDialog } from '@slack/types';
import { Dialog } from '../dialog.js';
import { TextView } from './text-object.js';

export function ConfirmDialog(props: {
  readonly dialog: ConfirmationDialog;
  readonly onConfirm: () => void;
  readonly onDeny: () => void;
}) {
  const { title, text, confirm, deny, style } = props.dialog;
  return (
    <Dialog
      className="confirm"
      title={title === undefined ? 'Are you sure?' : <TextView text={title} />}
      closeWords="Close"
      onClose={props.onDeny}
    >
      <div class="dialog-body">
        <p>
          <TextView text={text} />
        </p>
      </div>
      <footer>
        <button type="button" class="button large" onClick={props.onDeny}>
          {deny === undefined ? 'Cancel' : <TextView text={deny} />}
        </button>
        <button type="button" class={`button large ${style ?? 'primary'}`} data-first onClick={props.onConfirm}>
          {confirm === undefined ? 'Yes' : <TextView text={confirm} />}
        </button>
      </footer>
    </Dialog>
  );
}
