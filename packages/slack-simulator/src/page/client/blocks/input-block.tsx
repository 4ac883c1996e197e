import type { InputBlock } from '@slack/types';
import { useId } from 'preact/hooks';
import { asList, asText } from '../../../simulator/elements/stateful-elements.js';
import { WarningIcon } from '../icons.js';
import { useOwner } from './block-owner.js';
import { CheckboxesView, RadiosView } from './choice-element.js';
import { DateView } from './date-element.js';
import { MultiSelectView } from './multi-select-element.js';
import { Placeholder } from './placeholder.js';
import { StaticSelectView } from './select-element.js';
import { type FieldIds, NumberField, TextField } from './text-field.js';
import { TextView } from './text-object.js';

/** These are several inputs, which a label can't point to. */
const groups: readonly string[] = ['checkboxes', 'radio_buttons'];

/** A labelled input, with its error below. */
export function InputBlockView({ block }: { readonly block: InputBlock }) {
  const { errors } = useOwner();
  const id = useId();
  const error = errors[block.block_id ?? ''];
  const label = (
    <>
      <TextView text={block.label} />
      {block.optional === true && <span class="optional"> (optional)</span>}
    </>
  );
  return (
    <div class={error === undefined ? 'block-input' : 'block-input wrong'}>
      {groups.includes(block.element.type) ? (
        <span id={`${id}-label`} class="input-label">
          {label}
        </span>
      ) : (
        <label class="input-label" for={id}>
          {label}
        </label>
      )}
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
  const entered = values[blockId] ?? '';
  const value = asText(entered);
  const { describedBy } = ids;
  const group = { labelledBy: `${ids.id}-label`, describedBy };
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
    case 'multi_static_select':
      return (
        <MultiSelectView
          {...ids}
          isLabelled
          element={element}
          value={asList(entered)}
          onChoose={(chosen) => setValue(blockId, chosen)}
        />
      );
    case 'checkboxes':
      return (
        <CheckboxesView
          {...group}
          element={element}
          value={asList(entered)}
          onChoose={(chosen) => setValue(blockId, chosen)}
        />
      );
    case 'radio_buttons':
      return <RadiosView {...group} element={element} value={value} onChoose={(chosen) => setValue(blockId, chosen)} />;
    default:
      return <Placeholder what={element.type} />;
  }
}
