/** What the page and its server say to each other; types only, so that both sides can read them. */

export interface WireText {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
}

export interface WireOption {
  readonly text: WireText;
  readonly value: string;
  readonly description?: WireText;
}

/** Any element of a block; which keys are there depends on `type`. */
export interface WireElement {
  readonly type: string;
  readonly text?: string | WireText;
  readonly action_id?: string;
  readonly value?: string;
  readonly url?: string;
  readonly style?: string;
  readonly accessibility_label?: string;
  readonly confirm?: WireConfirm;
  readonly options?: readonly WireOption[];
  readonly option_groups?: readonly { readonly label: WireText; readonly options: readonly WireOption[] }[];
  readonly initial_option?: WireOption;
  readonly initial_options?: readonly WireOption[];
  readonly initial_value?: string;
  readonly placeholder?: WireText;
  readonly multiline?: boolean;
  readonly image_url?: string;
  readonly alt_text?: string;
}

export interface WireConfirm {
  readonly title: WireText;
  readonly text: WireText;
  readonly confirm: WireText;
  readonly deny: WireText;
  readonly style?: string;
}

/** Any block, as the simulator's check let it through; which keys are there depends on `type`. */
export interface WireBlock {
  readonly type: string;
  readonly block_id?: string;
  readonly text?: string | WireText;
  readonly fields?: readonly WireText[];
  readonly accessory?: WireElement;
  readonly elements?: readonly WireElement[];
  readonly element?: WireElement;
  readonly label?: WireText;
  readonly hint?: WireText;
  readonly optional?: boolean;
  readonly level?: number | string;
  readonly caption?: string;
  readonly rows?: readonly (readonly WireCell[])[];
  readonly page_size?: number;
  readonly row_header_column_index?: number;
  readonly title?: string | WireText;
  readonly chart?: WireChart;
}

/** What a data visualization draws. */
export type WireChart =
  | { readonly type: 'pie'; readonly segments: readonly WirePoint[] }
  | {
      readonly type: 'bar' | 'line' | 'area';
      readonly series: readonly { readonly name: string; readonly data: readonly WirePoint[] }[];
      readonly axis_config: {
        readonly categories: readonly string[];
        readonly x_label?: string;
        readonly y_label?: string;
      };
    };

export interface WirePoint {
  readonly label: string;
  readonly value: number;
}

/** A cell of a data table. */
export interface WireCell {
  readonly type: string;
  readonly text?: string;
  readonly value?: number;
  /** Of a cell with a button. */
  readonly element?: WireElement;
}

export interface WireFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly bytes: number;
  readonly deleted: boolean;
}

export interface WireMessage {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly onlyYou: boolean;
  readonly text: string;
  readonly blocks: readonly WireBlock[];
  readonly threadTs: string | null;
  readonly files: readonly WireFile[];
  readonly edits: number;
  readonly deleted: boolean;
}

export interface WireView {
  readonly id: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string;
  readonly blocks: readonly WireBlock[];
}

export interface WirePerson {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

export interface WireChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'dm';
  readonly hasBot: boolean;
  /** Why nothing can be written here; null where it can. */
  readonly closed: string | null;
}

export interface WireCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export type FaultName = '429' | '5xx' | 'slow' | 'partial';

export interface WireWebinar {
  readonly id: string;
  readonly uuid: string;
  readonly topic: string;
  readonly what: string;
  readonly running: boolean;
  /** Its run can be ended, and a new one started, from the panel. */
  readonly canRun: boolean;
  /** Somebody's voice breaks up in it. */
  readonly spoiled: boolean;
}

export interface WireRequest {
  readonly atMs: number;
  readonly method: string;
  readonly url: string;
  readonly endpoint: string;
  readonly status: number | null;
  readonly durationMs: number | null;
}

export interface WireZoom {
  readonly webinars: readonly WireWebinar[];
  readonly faults: readonly FaultName[];
  readonly latencyMs: number;
  /** The newest ones, oldest first. */
  readonly requests: readonly WireRequest[];
  readonly counts: readonly { readonly endpoint: string; readonly count: number }[];
  readonly total: number;
  readonly usedToday: number;
  readonly perDay: number;
  readonly mostInOneSecond: number;
  readonly perSecond: number;
}

export interface WireHello {
  readonly type: 'hello';
  readonly you: string;
  readonly people: readonly WirePerson[];
  /** Those one can be in the page. */
  readonly players: readonly WirePerson[];
  readonly channels: readonly WireChannel[];
  readonly commands: readonly WireCommand[];
  readonly messages: readonly WireMessage[];
  readonly views: readonly WireView[];
  readonly zoom: WireZoom;
}

export type WireEvent =
  | WireHello
  | { readonly type: 'message'; readonly message: WireMessage }
  | { readonly type: 'channels'; readonly channels: readonly WireChannel[] }
  | { readonly type: 'views'; readonly views: readonly WireView[] }
  | { readonly type: 'zoom'; readonly zoom: WireZoom };

/** What became of something a person did. */
export interface WireOutcome {
  readonly ok: boolean;
  /** For people; empty when all went well. */
  readonly trouble: string;
}

export interface WireInspection {
  /** As the bot sent it, without the ids that Slack adds. */
  readonly json: string;
  readonly text: string;
  /** What a client without blocks would show. */
  readonly plain: string;
  /** Empty when Slack takes it. */
  readonly problems: readonly string[];
  readonly sizes: readonly { readonly what: string; readonly size: number; readonly limit: number }[];
}
