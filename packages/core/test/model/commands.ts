import fc from 'fast-check';
import { clickFrom, type Sender, strangers, submissionFrom } from './click.js';
import { expectInvariants, type Model, presentation } from './invariants.js';
import type { ModelWorld } from './model-world.js';
import type { Weather } from './slack-double.js';

type Which = 0 | 1;

/** One thing that somebody does. Several may be under way at once; the scheduler decides who goes on. */
type Deed = (world: ModelWorld, which: Which) => Promise<unknown>;

class Step implements fc.AsyncCommand<Model, ModelWorld> {
  constructor(
    private readonly name: string,
    private readonly act: (world: ModelWorld) => Promise<void>,
  ) {}
  check(): boolean {
    return true;
  }
  async run(model: Model, world: ModelWorld): Promise<void> {
    await this.act(world);
    await expectInvariants(model, world);
  }
  toString(): string {
    return this.name;
  }
}

const keys = fc.constantFrom('a', 'b', 'c');
const sizes = fc.constantFrom('small', 'large');
const people = fc.constantFrom('U0ALICE', 'U0BOB', 'U0CAROL');
const verbs = fc.constantFrom('approve', 'reject');
const whiches = fc.constantFrom<Which>(0, 1);
const senders = fc.oneof({ weight: 4, arbitrary: fc.constant<Sender>('slack') }, fc.constantFrom<Sender>(...strangers));

let clicks = 0;

const named = (name: string, deed: Deed): readonly [string, Deed] => [name, deed];

const asking = fc
  .tuple(keys, sizes)
  .map(([key, size]) =>
    named(
      `ask(${key}, ${size})`,
      async ({ replicas }, which) =>
        await replicas[which].kindOf(key).ask({ size }, { key, requester: 'alertmanager' }),
    ),
  );
const withdrawing = keys.map((key) =>
  named(
    `withdraw(${key})`,
    async ({ replicas }, which) =>
      await replicas[which].kindOf(key).withdraw({ key }, { by: 'alertmanager', reason: 'resolved' }),
  ),
);
const amending = fc
  .tuple(keys, sizes)
  .map(([key, size]) =>
    named(
      `amend(${key}, ${size})`,
      async ({ replicas }, which) => await replicas[which].kindOf(key).amend({ key }, { size }, { by: 'alertmanager' }),
    ),
  );
const explaining = fc
  .tuple(keys, sizes)
  .map(([key, line]) =>
    named(
      `replaceContext(${key}, ${line})`,
      async ({ replicas }, which) => await replicas[which].kindOf(key).replaceContext({ key }, [line]),
    ),
  );
const processing = fc.constant(
  named('processDue', async ({ replicas }, which) => await replicas[which].approvals.processDue()),
);

/** A click on any message that stands in Slack, with the value its button had: maybe of a revision before, maybe decided long ago. */
const clicking = fc.tuple(people, verbs, fc.nat(20), senders).map(([userId, verb, nth, sender]) =>
  named(`click(${userId}, ${verb}, ${nth}, ${sender})`, async ({ slack, replicas, clock, nowOf, presented }, which) => {
    const cards = [...slack.messages.values()].filter(({ message }) => message.threadTs === undefined);
    const card = cards[nth % Math.max(1, cards.length)];
    const blocks = JSON.stringify(card?.message.blocks ?? '');
    const value = /v1\.a[a-z2-7]{25}\.sha256:[0-9a-f]{64}/.exec(blocks)?.[0];
    if (card === undefined || value === undefined) return;
    const buttons = [...blocks.matchAll(new RegExp(`approval:default:(${verb}(?::[a-z]+)?)"`, 'g'))];
    const button = buttons[nth % Math.max(1, buttons.length)]?.[1] ?? verb;
    clicks += 1;
    const [, id = '', digest = ''] = value.split('.');
    const blockId = /"block_id":"(stage:\d)"/.exec(blocks)?.[1] ?? 'b';
    if (sender === 'slack') presented.add(presentation(id, userId, digest));
    const { channelId, ts } = card;
    const click = {
      userId,
      channelId,
      ts,
      verb: button,
      value,
      blockId,
      actionTs: `${clock() / 1000 + clicks}.000000`,
    };
    await replicas[which].approvals.handleRaw(clickFrom(sender, click, nowOf(which)));
  }),
);

/** The same kinds of questions, but the person who approves may edit them. */
const askingEditable = fc
  .tuple(keys, sizes)
  .map(([key, size]) =>
    named(
      `askEditable(${key}, ${size})`,
      async ({ replicas }, which) => await replicas[which].editable.ask({ size }, { key, requester: 'alertmanager' }),
    ),
  );
const amendingEditable = fc
  .tuple(keys, sizes)
  .map(([key, size]) =>
    named(
      `amendEditable(${key}, ${size})`,
      async ({ replicas }, which) => await replicas[which].editable.amend({ key }, { size }, { by: 'alertmanager' }),
    ),
  );

/** A person submits one of the newest forms: maybe that of somebody else, of a revision before, or once more. */
const submitting = fc.tuple(people, fc.constantFrom('small', 'large', 'huge'), fc.nat(2)).map(([userId, size, nth]) =>
  named(`submit(${userId}, ${size}, ${nth})`, async ({ slack, replicas, nowOf, presented }, which) => {
    const form = slack.forms.toReversed()[nth];
    if (form === undefined) return;
    const [, id = '', digest = ''] = (form.private_metadata ?? '').split(' ')[0]?.split('.') ?? [];
    presented.add(presentation(id, userId, digest));
    await replicas[which].approvals.handleRaw(submissionFrom(userId, form, size, nowOf(which)));
  }),
);

const deeds = fc.oneof(
  { weight: 3, arbitrary: clicking },
  { weight: 4, arbitrary: submitting },
  { weight: 2, arbitrary: askingEditable },
  amendingEditable,
  { weight: 2, arbitrary: asking },
  { weight: 2, arbitrary: processing },
  withdrawing,
  amending,
  explaining,
);

/** Several deeds at once, to their end. */
const together = fc.array(fc.tuple(deeds, whiches), { minLength: 1, maxLength: 4 }).map(
  (chosen) =>
    new Step(`together(${chosen.map(([[name], which]) => `${name}@${which}`).join(', ')})`, async (world) => {
      await world.scheduler.waitFor(Promise.all(chosen.map(([[, deed], which]) => deed(world, which))));
      await world.scheduler.waitFor(Promise.all(world.replicas.map(({ approvals }) => approvals.flush())));
    }),
);

/** A replica is killed some steps into a deed, and another one takes its place. */
const crashing = fc.tuple(deeds, whiches, fc.integer({ min: 0, max: 25 })).map(
  ([[name, deed], which, steps]) =>
    new Step(`crash(${name}@${which} after ${steps})`, async (world) => {
      void deed(world, which).catch(() => undefined);
      for (let step = 0; step < steps; step += 1) {
        await Promise.resolve();
        if (world.scheduler.count() > 0) await world.scheduler.waitOne();
      }
      world.restart(which);
      await world.scheduler.waitIdle();
    }),
);

/** A replica stands still some steps into a deed; its lease runs out and the other one does something, and what is due; then it goes on. */
const pausing = fc
  .tuple(deeds, whiches, fc.integer({ min: 0, max: 25 }), fc.constantFrom(30_000, 61_000, 150_000), deeds)
  .map(([[name, deed], which, steps, ms, [meanwhile, between]]) => {
    const other = which === 0 ? 1 : 0;
    return new Step(`pause(${name}@${which} after ${steps}, ${ms} ms, ${meanwhile}@${other})`, async (world) => {
      const { scheduler, replicas, clock } = world;
      const doing = deed(world, which);
      for (let step = 0; step < steps; step += 1) {
        await Promise.resolve();
        if (scheduler.count() > 0) await scheduler.waitOne();
      }
      replicas[which].pause();
      clock.advance(ms);
      await scheduler.waitFor(between(world, other));
      await scheduler.waitFor(replicas[other].approvals.flush());
      await scheduler.waitFor(replicas[other].approvals.processDue());
      replicas[which].resume();
      await scheduler.waitFor(doing);
      await scheduler.waitFor(Promise.all(replicas.map(({ approvals }) => approvals.flush())));
    });
  });

const passing = fc.constantFrom(1_000, 5_000, 59_000, 61_000, 5 * 60_000, 30 * 60_000 - 1).map(
  (ms) =>
    new Step(`wait(${ms} ms)`, async ({ clock }) => {
      clock.advance(ms);
    }),
);

const changing = fc.constantFrom<Weather>('fine', 'fine', 'retry', 'refused', 'lost_answer', 'lost_call').map(
  (weather) =>
    new Step(`weather(${weather})`, async ({ slack }) => {
      slack.weather = weather;
    }),
);

export const commands = (maxCommands: number) =>
  fc.commands([together, together, together, crashing, pausing, passing, changing], { maxCommands, size: '+1' });
