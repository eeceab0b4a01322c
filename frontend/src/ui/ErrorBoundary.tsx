/** When a part of the page breaks: say so, keep the rest, offer a reload. */

import { Button } from "@mantine/core";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { appTexts } from "../messages/appTexts";
import { EmptyState } from "./EmptyState";

interface Props {
  children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(appTexts.failures.broken, error, info.componentStack);
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <EmptyState title={appTexts.failures.broken} details={appTexts.failures.brokenHow}>
        <Button onClick={() => location.reload()}>{appTexts.failures.reload}</Button>
      </EmptyState>
    );
  }
}
