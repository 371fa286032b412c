/** The panel looks like a tool, and unlike the product: nobody takes it for a part of the page. */
export const panelStyle = `
  :host { position: fixed; inset: auto auto 12px 12px; z-index: 2147483000; color-scheme: dark; }
  details {
    max-width: 300px; border: 1px dashed #8a93a6; border-radius: 8px;
    background: #1b1f2a; color: #e6e9f0; font: 12px/1.45 ui-monospace, SFMono-Regular, Menlo, monospace;
  }
  details:not([open]) { opacity: 0.85; }
  summary { padding: 6px 10px; cursor: pointer; min-height: 24px; box-sizing: border-box; }
  summary b { font-weight: 600; color: #ffd479; }
  .body { display: grid; gap: 10px; padding: 2px 10px 12px; }
  label { display: grid; gap: 4px; }
  p { margin: 0; }
  .facts { color: #aeb6c6; }
  select, button { font: inherit; min-height: 28px; }
  :focus-visible { outline: 2px solid #ffd479; outline-offset: 2px; }
  @media print { :host { display: none; } }
`
