import { useState } from 'preact/hooks';
import type { PageView } from '../page-state.js';
import { BlockList } from './blocks/block-list.js';
import { type BlockOwner, OwnerProvider } from './blocks/block-owner.js';
import { Dialog } from './dialog.js';
import { WarningIcon } from './icons.js';
import { initialValues, inputProblems } from './modal-inputs.js';
import { usePage } from './page-context.js';

/** The modal on top. Its values are sent with the submission; errors from the app are shown under the inputs. */
export function Modal({ view, depth }: { readonly view: PageView; readonly depth: number }) {
  const { act } = usePage();
  const [values, setValues] = useState(() => initialValues(view.blocks));
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const owner: BlockOwner = {
    heading: 'h3',
    values,
    errors: { ...view.errors, ...refused },
    setValue: (blockId, value) => setValues({ ...values, [blockId]: value }),
    async press(actionId, pressed) {
      setProblem(await act({ type: 'click_in_view', viewId: view.id, actionId, ...pressed }));
    },
  };
  const dismiss = (all: boolean) => act({ type: 'dismiss', viewId: view.id, all }).then(setProblem);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const problems = inputProblems(view.blocks, values);
    setRefused(problems);
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    const failed = await act({ type: 'submit', viewId: view.id, values }).finally(() => setBusy(false));
    setProblem(failed === null ? null : `We had some trouble connecting. Try again? ${failed}`);
  };
  return (
    <Dialog className="modal" title={view.title} closeWords="Close" onClose={() => dismiss(true)}>
      <form noValidate onSubmit={submit}>
        <div class="dialog-body">
          {problem !== null && (
            <p class="problem" role="alert">
              <WarningIcon />
              {problem}
            </p>
          )}
          <OwnerProvider value={owner}>
            <BlockList blocks={view.blocks} />
          </OwnerProvider>
        </div>
        <footer>
          <button type="button" class="button large" onClick={() => dismiss(false)}>
            {depth > 1 ? 'Back' : view.close}
          </button>
          {view.submit !== null && (
            <button type="submit" class="button large primary" aria-busy={isBusy}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
