/** When a part of the page breaks: say so, keep the rest, offer a reload. */

import { Button } from "@mantine/core";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { text } from "./messages/en";
import { Message } from "./panels/Message";

interface Props {
  children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(text.failures.broken, error, info.componentStack);
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <Message title={text.failures.broken} more={text.failures.brokenHow}>
        <Button onClick={() => location.reload()}>{text.failures.reload}</Button>
      </Message>
    );
  }
}
