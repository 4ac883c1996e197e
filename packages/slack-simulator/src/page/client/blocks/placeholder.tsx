/** Names a block that this page does not draw; the traffic list has the app's JSON. */
export function Placeholder({ what }: { readonly what: string }) {
  return (
    <span class="placeholder">
      <code>{what}</code> is not drawn here. In Slack there is more to see.
    </span>
  );
}
