import { cutText } from '../cut-text.js';
import type { OrderSpec } from '../pizza-order.js';

type Pizza = OrderSpec['pizzas'][number];

const sizes = new Map<string, Pizza['size']>([
  ['small', 'small'],
  ['medium', 'medium'],
  ['large', 'large'],
  ['x-large', 'large'],
]);
const toppings: ReadonlySet<string> = new Set([
  'bacon',
  'cheese',
  'chicken',
  'garlic',
  'ham',
  'jalapenos',
  'mushrooms',
  'olives',
  'onions',
  'pepperoni',
  'peppers',
  'pineapple',
  'sausage',
  'spinach',
  'tomatoes',
]);
const mostToppings = 10;
const mostQuoted = 40;

/**
 * Reads what somebody wants on a pizza: a size, and toppings with spaces or commas between them.
 * What they do not name is as it is usually; what is usually on it can be named too.
 */
export function readPizza(text: string, usual: Pizza): Pizza | { readonly problem: string } {
  const words = text
    .toLowerCase()
    .split(text.includes(',') ? /[,\n]/ : /\s+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const { size, rest } = takeSize(words);
  const named = [...new Set(rest)];
  const known = new Set([...toppings, ...usual.toppings.map((one) => one.toLowerCase())]);
  const unknown = named.find((word) => !known.has(word));
  if (unknown !== undefined)
    return {
      problem: `“${cutText(unknown, mostQuoted)}” is neither a size (small, medium, large) nor a topping. Toppings: ${[...known].join(', ')}.`,
    };
  if (named.length > mostToppings) return { problem: `A pizza has at most ${mostToppings} toppings.` };
  return { size: size ?? usual.size, toppings: named.length === 0 ? usual.toppings : named };
}

/** A size stands first; where commas part the toppings, it may stand before the first of them. */
function takeSize([first = '', ...rest]: readonly string[]) {
  const [word = '', ...more] = first.split(/\s+/);
  const size = sizes.get(word);
  if (size === undefined) return { size: null, rest: first === '' ? rest : [first, ...rest] };
  return { size, rest: more.length > 0 ? [more.join(' '), ...rest] : rest };
}
