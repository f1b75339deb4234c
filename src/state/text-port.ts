/** What an editor offers to the rest of the page. */
export interface TextHolder {
  getText(): string;
  setText(text: string): void;
}

/**
 * The one place where the text is asked for: the editor once it has loaded, until then the text it will start with
 * (architecture rule 9: the editor owns the text).
 */
export class TextPort implements TextHolder {
  private holder: TextHolder | undefined;

  constructor(private initial: string) {}

  getText(): string {
    return this.holder?.getText() ?? this.initial;
  }

  setText(text: string): void {
    if (this.holder) this.holder.setText(text);
    else this.initial = text;
  }

  attach(holder: TextHolder): void {
    this.holder = holder;
  }

  /** Keeps the last text when the editor goes away. */
  detach(): void {
    this.initial = this.getText();
    this.holder = undefined;
  }
}
