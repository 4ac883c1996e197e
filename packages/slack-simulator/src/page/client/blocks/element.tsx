import type { ActionsBlockElement, ContextBlockElement, SectionBlockAccessory } from '@slack/types';
import { ButtonElement } from './button-element.js';
import { ActionCheckboxes, ActionRadios } from './choice-element.js';
import { ActionDate } from './date-element.js';
import { ActionMultiSelect } from './multi-select-element.js';
import { OverflowElement } from './overflow-element.js';
import { Placeholder } from './placeholder.js';
import { ActionSelect } from './select-element.js';

type Drawn = ActionsBlockElement | SectionBlockAccessory | Extract<ContextBlockElement, { type: 'image' }>;

/** An element in or beside a block. */
export function Element({ element }: { readonly element: Drawn }) {
  switch (element.type) {
    case 'button':
      return <ButtonElement element={element} />;
    case 'static_select':
      return <ActionSelect element={element} />;
    case 'datepicker':
      return <ActionDate element={element} />;
    case 'multi_static_select':
      return <ActionMultiSelect element={element} />;
    case 'overflow':
      return <OverflowElement element={element} />;
    case 'checkboxes':
      return <ActionCheckboxes element={element} />;
    case 'radio_buttons':
      return <ActionRadios element={element} />;
    case 'image':
      return 'image_url' in element ? (
        <img class="element-image" src={element.image_url} alt={element.alt_text} referrerpolicy="no-referrer" />
      ) : (
        <Placeholder what="slack_file" />
      );
    default:
      return <Placeholder what={element.type} />;
  }
}
