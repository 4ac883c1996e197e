/** The slash commands, as the Slack app's manifest lists them. */
export const approvals = {
  command: '/approvals',
  description: 'Show and decide approvals',
  usageHint: 'list | show <id> | help',
} as const;

export const pizza = {
  command: '/pizza',
  description: 'Pizza: how things stand, and asking for one',
  usageHint: 'status | orders | order [size] [toppings] | test | help',
} as const;

export const approve = {
  command: '/k8s-pizza-approve',
  description: 'Show a card to approve it, or what waits for you',
  usageHint: '[id]',
} as const;
