import type { InputBlock, PlainTextInput } from '@slack/types';
import { useId } from 'preact/hooks';
import { WarningIcon } from '../icons.js';
import { useOwner } from './block-owner.js';
import { Placeholder } from './placeholder.js';
import { StaticSelectView } from './select-element.js';
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

interface FieldProps {
  readonly id: string;
  readonly describedBy: string;
}

function Field({ block, ...ids }: FieldProps & { readonly block: InputBlock }) {
  const { values, setValue } = useOwner();
  const blockId = block.block_id ?? '';
  const { element } = block;
  const value = values[blockId] ?? '';
  switch (element.type) {
    case 'plain_text_input':
      return <TextField {...ids} element={element} value={value} onInput={(typed) => setValue(blockId, typed)} />;
    case 'static_select':
      return (
        <StaticSelectView {...ids} element={element} value={value} onChoose={(chosen) => setValue(blockId, chosen)} />
      );
    default:
      return <Placeholder what={element.type} />;
  }
}

function TextField({
  element,
  value,
  onInput,
  id,
  describedBy,
}: FieldProps & {
  readonly element: PlainTextInput;
  readonly value: string;
  readonly onInput: (typed: string) => void;
}) {
  const common = {
    id,
    value,
    'aria-describedby': describedBy,
    placeholder: element.placeholder?.text,
    maxLength: element.max_length,
  };
  const left = element.max_length === undefined ? null : element.max_length - value.length;
  return (
    <>
      {element.multiline === true ? (
        <textarea {...common} rows={4} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <input {...common} type="text" onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      {left !== null && left < 100 && <span class="left">{left}</span>}
    </>
  );
}
