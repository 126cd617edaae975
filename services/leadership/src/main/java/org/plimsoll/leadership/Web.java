package org.plimsoll.leadership;

import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.HttpCookie;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;

/** How requests are served: queries on virtual threads, and everything in the reader's language. */
@Configuration
class Web implements WebFluxConfigurer {
  /** The languages of the screens; the first is for whoever speaks none of them. */
  static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("kk"), Locale.of("ru"));

  static final String COOKIE = "plimsoll-language";

  /** Handlers return plain values and query the database: never on an event-loop thread. */
  @Override
  public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
    configurer.setExecutor(new VirtualThreadTaskExecutor("query-"));
  }

  /** The language chosen on the screen, or else the one that the browser asks for. */
  @Bean
  LocaleContextResolver localeContextResolver() {
    AcceptHeaderLocaleContextResolver header = new AcceptHeaderLocaleContextResolver();
    header.setSupportedLocales(LANGUAGES);
    header.setDefaultLocale(LANGUAGES.getFirst());
    return new LocaleContextResolver() {
      @Override
      public LocaleContext resolveLocaleContext(ServerWebExchange exchange) {
        HttpCookie chosen = exchange.getRequest().getCookies().getFirst(COOKIE);
        if (chosen != null) {
          for (Locale language : LANGUAGES) {
            if (language.getLanguage().equals(chosen.getValue())) {
              return new SimpleLocaleContext(language);
            }
          }
        }
        return header.resolveLocaleContext(exchange);
      }

      @Override
      public void setLocaleContext(
          ServerWebExchange exchange, @org.jspecify.annotations.Nullable LocaleContext context) {
        throw new UnsupportedOperationException("the language is chosen at /language");
      }
    };
  }
}
