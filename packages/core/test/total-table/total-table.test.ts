import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/record/record.js';
import { actionVerbs, modalForms } from '../../src/slack/request/action-ids.js';
import { actions, allActions, byInteraction } from './actions.js';
import { buildScene } from './build-states.js';
import { drawPage, regenerate, shownActions } from './page.js';
import { rules } from './rules.js';
import { silenceOf } from './silent.js';
import { allStates, covered, type State } from './states.js';
import { cellsOf, nameOf, type PlacedCell } from './table.js';

const page = fileURLToPath(new URL('../../../../docs/guides/who-sees-what.md', import.meta.url));

async function allCells(): Promise<readonly PlacedCell[]> {
  const byAction: (readonly PlacedCell[])[] = [];
  for (const action of shownActions) byAction.push(await cellsOf(action));
  return byAction.flat();
}

describe('the table', () => {
  test('has every verb of a button, every form, and every interaction of a person', () => {
    expect(allActions).toEqual(expect.arrayContaining([...actionVerbs, ...modalForms]));
    expect(new Set(Object.values(byInteraction).flat())).toEqual(new Set(allActions));
    expect([...shownActions].sort()).toEqual([...allActions].sort());
  });

  test.each(Object.entries({ ...covered.status, ...covered.delivery, ...covered.step, ...covered.load }))(
    'has an approval that is %s',
    (_, rows) => {
      expect(rows.length).toBeGreaterThan(0);
    },
  );

  test.each([
    ...Object.entries(covered.status).flatMap(([status, all]) =>
      all.map((state) => [state, 'status', status] as const),
    ),
    ...Object.entries(covered.delivery).flatMap(([delivery, all]) =>
      all.map((state) => [state, 'delivery', delivery] as const),
    ),
    ...Object.entries(covered.step).flatMap(([step, all]) => all.map((state) => [state, 'step', step] as const)),
  ])('the row %s has the %s %s', async (state, what, expected) => {
    const facts = await factsOf(state);

    expect(facts[what]).toBe(expected);
  });

  test.each([
    ['newer', 'newer'],
    ['corrupt', 'corrupt'],
    ['missing', undefined],
  ] as const)('the row %s cannot be read', async (state, type) => {
    const { rows, id } = await buildScene(state, 'member');
    const row = rows.find((one) => one.id === id);

    expect(row && readRecord(row.body).type).toBe(type);
  });

  test('the row of an approval that is set aside needs attention, and that of a checked vote has one', async () => {
    const [stuck, checking] = [await factsOf('stuck'), await factsOf('checking')];

    expect(stuck.attention).toBe('stuck');
    expect(checking.uncheckedCount).toBe(1);
  });
});

/** What an approval in this state is like. */
async function factsOf(state: State) {
  const { rows, id } = await buildScene(state, 'member');
  const row = rows.find((one) => one.id === id);
  const { approval } = JSON.parse(row?.body ?? '{}');
  const [pay] = approval.progress ?? [];
  return {
    status: row?.status,
    attention: row?.attention,
    delivery: approval.delivery?.state,
    step: pay?.state,
    uncheckedCount: approval.work.unchecked.length,
  };
}

describe.each(allActions)('%s', (action) => {
  test(`${actions[action].title}: no cell is nothing`, async () => {
    const cells = await cellsOf(action);
    const isNothing = ({ seen }: PlacedCell): boolean => seen.length === 0;

    const nothing = cells.filter((cell) => isNothing(cell) && silenceOf(cell) === undefined);
    const explainedInVain = cells.filter((cell) => !isNothing(cell) && silenceOf(cell) !== undefined);

    expect(nothing.map(nameOf)).toEqual([]);
    expect(explainedInVain.map(nameOf)).toEqual([]);
  });
});

/** Alone, each of these walks all cells. */
const timeout = 300_000;

describe('in every cell', { timeout }, () => {
  test.each(rules.map(({ promise, holds }) => [promise, holds] as const))('%s', async (_, holds) => {
    const broken = (await allCells()).filter((cell) => !holds(cell));

    expect(broken.map((cell) => [nameOf(cell), cell.stored, cell.seen])).toEqual([]);
  });

  test('each state is told apart', async () => {
    const walked = new Set((await allCells()).map(({ state }) => state));

    expect([...walked]).toEqual([...allStates]);
  });
});

test('the guide has the table as it is', { timeout }, async () => {
  const drawn = drawPage(await allCells());

  await expect(drawn, `the guide is not what the walk yields; run: ${regenerate}`).toMatchFileSnapshot(page);
});
