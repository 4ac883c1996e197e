/** What `SLACK_APPROVERS` names: ids of people and of user groups, with commas. Without it whoever is in the channel may approve. */
export interface ApproverIds {
  readonly people: readonly string[];
  readonly groups: readonly string[];
  /** Entries that are neither. */
  readonly others: readonly string[];
}

export function approverIds(text: string | undefined): ApproverIds {
  const ids = (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const isPerson = (id: string) => /^[UW][A-Z0-9]{1,20}$/.test(id);
  const isGroup = (id: string) => /^S[A-Z0-9]{1,20}$/.test(id);
  return {
    people: ids.filter(isPerson),
    groups: ids.filter(isGroup),
    others: ids.filter((id) => !isPerson(id) && !isGroup(id)),
  };
}
