import { elementIn, image } from './element-rules.js';
import { limits } from './limits.js';
import {
  anything,
  fields,
  firstProblem,
  identifier,
  isRecord,
  list,
  plainText,
  type Rule,
  string,
  text,
} from './shape-rules.js';

export type Surface = 'message' | 'modal' | 'home';

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const messages: readonly Surface[] = ['message'];
const messagesAndHome: readonly Surface[] = ['message', 'home'];

const card = fields({
  block_id: identifier,
  title: text(limits.cardTitle),
  subtitle: text(limits.cardTitle),
  body: text(limits.cardBody),
  actions: list(limits.cardActions, elementIn('card')),
});

/** §3: the known block types, where each may stand, and its limits. */
const blockTypes: Readonly<Record<string, { readonly on: readonly Surface[]; readonly rule: Rule }>> = {
  header: { on: everywhere, rule: fields({ text: plainText(limits.headerText) }) },
  section: {
    on: everywhere,
    rule: fields({
      text: text(limits.textObject),
      fields: list(limits.sectionFields, text(limits.sectionField)),
      accessory: elementIn('section'),
    }),
  },
  context: { on: everywhere, rule: fields({ elements: list(limits.contextElements, contextElement) }) },
  actions: { on: everywhere, rule: fields({ elements: list(limits.actionsElements, elementIn('actions')) }) },
  input: {
    on: everywhere,
    rule: fields({
      label: plainText(limits.inputLabel),
      hint: plainText(limits.inputLabel),
      element: elementIn('input'),
    }),
  },
  image: { on: everywhere, rule: image },
  card: { on: everywhere, rule: card },
  divider: { on: everywhere, rule: anything },
  rich_text: { on: everywhere, rule: anything },
  video: { on: everywhere, rule: anything },
  alert: { on: ['modal'], rule: fields({ text: text(limits.alertText) }) },
  context_actions: {
    on: messages,
    rule: fields({ elements: list(limits.contextActionsElements, elementIn('context_actions')) }),
  },
  container: { on: messages, rule: fields({ child_blocks: list(limits.containerChildren, nested) }) },
  markdown: { on: messages, rule: fields({ text: string(limits.markdownPerMessage) }) },
  plan: { on: messages, rule: anything },
  task_card: { on: messages, rule: anything },
  data_visualization: { on: messages, rule: anything },
  table: { on: messagesAndHome, rule: fields({ rows: rows(limits.tableRows, limits.tableCells) }) },
  data_table: { on: messagesAndHome, rule: fields({ rows: rows(limits.dataTableRows, limits.dataTableCells) }) },
  carousel: { on: messagesAndHome, rule: fields({ elements: list(limits.carouselCards, card, 1) }) },
};

function rows(max: number, cells: number): Rule {
  return list(max, list(cells, anything));
}

function contextElement(value: unknown, pointer: string): string | null {
  const isImage = isRecord(value) && value['type'] === 'image';
  return isImage ? image(value, pointer) : text(limits.textObject)(value, pointer);
}

function nested(value: unknown, pointer: string): string | null {
  return block('message')(value, pointer);
}

function block(surface: Surface): Rule {
  return (value, pointer) => {
    if (!isRecord(value)) return `${pointer} is not an object`;
    const known = typeof value['type'] === 'string' ? blockTypes[value['type']] : undefined;
    if (known === undefined) return `${pointer} is of no known block type`;
    if (!known.on.includes(surface)) return `${pointer} can't stand in a ${surface}`;
    return fields({ block_id: identifier })(value, pointer) ?? known.rule(value, pointer);
  };
}

/** What is wrong with the blocks of a message or view, or null. */
export function blocksProblem(blocks: unknown, surface: Surface, pointer = '/blocks'): string | null {
  const max = surface === 'message' ? limits.blocksPerMessage : limits.blocksPerView;
  return list(max, block(surface))(blocks, pointer) ?? totalsProblem(Array.isArray(blocks) ? blocks : [], pointer);
}

function totalsProblem(blocks: readonly unknown[], pointer: string): string | null {
  const ofType = (type: string) => blocks.filter(isRecord).filter((candidate) => candidate['type'] === type);
  const tooMuch = (what: string, count: number, max: number) =>
    count > max ? `${pointer} has ${count} ${what}, at most ${max}` : null;
  return firstProblem([
    () => tooMuch('tables', ofType('table').length, limits.tablesPerMessage),
    () => tooMuch('characters of markdown', textLength(ofType('markdown')), limits.markdownPerMessage),
    ...ofType('data_table').map(
      (table) => () => tooMuch('characters in a data_table', textLength(table['rows']), limits.dataTableText),
    ),
  ]);
}

/** The characters of every `text` below a value. */
function textLength(value: unknown): number {
  if (!Array.isArray(value) && !isRecord(value)) return 0;
  const lengths = Object.entries(value).map(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner),
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}
