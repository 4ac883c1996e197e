/** Says honestly what this page does not draw; the app's JSON stands in the traffic list. */
export function Placeholder({ what }: { readonly what: string }) {
  return (
    <span class="placeholder">
      <code>{what}</code> is not drawn here. In Slack there is more to see.
    </span>
  );
}
