// Which panels stand beside the conversation: at most one before it and one behind it.
export type StartPanel = 'history';
/** What stands behind one answer is in one panel, with a tab for each. */
export type AnswerTab = 'source' | 'supporting' | 'thoughts';
export type EndPanel = AnswerTab | 'documents' | 'settings';
export type Panel = StartPanel | EndPanel;

export type PanelEvent = { type: 'opened' | 'closed'; panel: Panel };

export class Panels {
  start = $state<StartPanel | null>(null);
  end = $state<EndPanel | null>(null);
  readonly answerTab = $derived(isAnswerTab(this.end) ? this.end : null);

  /** A panel that opens takes the place of the one that was there; one that is not open cannot be closed. */
  apply({ type, panel }: PanelEvent): void {
    const isOpened = type === 'opened';
    if (!isOpened && !this.isOpen(panel)) return;
    if (panel === 'history') this.start = isOpened ? panel : null;
    else this.end = isOpened ? panel : null;
  }

  isOpen(panel: Panel): boolean {
    return this.start === panel || this.end === panel;
  }

  toggle(panel: Panel): void {
    this.apply({ type: this.isOpen(panel) ? 'closed' : 'opened', panel });
  }

  closeAnswer(): void {
    if (this.answerTab) this.apply({ type: 'closed', panel: this.answerTab });
  }
}

function isAnswerTab(panel: Panel | null): panel is AnswerTab {
  return panel === 'source' || panel === 'supporting' || panel === 'thoughts';
}
