import type { InputBlock } from '@slack/types';
import { useId } from 'preact/hooks';
import { WarningIcon } from '../icons.js';
import { useOwner } from './block-owner.js';
import { DateView } from './date-element.js';
import { Placeholder } from './placeholder.js';
import { StaticSelectView } from './select-element.js';
import { type FieldIds, NumberField, TextField } from './text-field.js';
import { TextView } from './text-object.js';

/** A labelled input, with its error below. */
export function InputBlockView({ block }: { readonly block: InputBlock }) {
  const { errors } = useOwner();
  const id = useId();
  const error = errors[block.block_id ?? ''];
  return (
    <div class={error === undefined ? 'block-input' : 'block-input wrong'}>
      <label for={id}>
        <TextView text={block.label} />
        {block.optional === true && <span class="optional"> (optional)</span>}
      </label>
      <Field block={block} id={id} describedBy={`${id}-error ${id}-hint`} />
      <p id={`${id}-error`} class="input-error" role="alert">
        {error !== undefined && (
          <>
            <WarningIcon />
            {error}
          </>
        )}
      </p>
      {block.hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          <TextView text={block.hint} />
        </p>
      )}
    </div>
  );
}

function Field({ block, ...ids }: FieldIds & { readonly block: InputBlock }) {
  const { values, setValue } = useOwner();
  const blockId = block.block_id ?? '';
  const { element } = block;
  const value = values[blockId] ?? '';
  switch (element.type) {
    case 'plain_text_input':
      return <TextField {...ids} element={element} value={value} onInput={(typed) => setValue(blockId, typed)} />;
    case 'number_input':
      return (
        <NumberField {...ids} element={element} value={value} onInput={(typed) => setValue(blockId, typed.trim())} />
      );
    case 'datepicker':
      return <DateView {...ids} element={element} value={value} onShow={(day) => setValue(blockId, day)} />;
    case 'static_select':
      return (
        <StaticSelectView {...ids} element={element} value={value} onChoose={(chosen) => setValue(blockId, chosen)} />
      );
    default:
      return <Placeholder what={element.type} />;
  }
}
