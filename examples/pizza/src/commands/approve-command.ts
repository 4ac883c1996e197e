/** A slash command's fields, as Slack sends them. */
type Fields = Readonly<Record<string, unknown>> & { readonly text: string };

/** `/k8s-pizza-approve <id>` is `/approvals approve <id>`, and without an id `/approvals list`. */
export function approveCommand<Command extends Fields>(fields: Command) {
  const text = fields.text.trim();
  const meant = text === '' ? 'list' : text.toLowerCase() === 'help' ? 'help' : `approve ${text}`;
  // its help speaks of the command that understands everything
  return { ...fields, command: '/approvals', text: meant };
}
