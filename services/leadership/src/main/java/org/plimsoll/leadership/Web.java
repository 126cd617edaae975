package org.plimsoll.leadership;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.plimsoll.leadership.access.Queries;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.access.SignedIn;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import reactor.core.publisher.Mono;

/** How requests are served: queries on virtual threads, and everything in the reader's language. */
@Configuration
class Web implements WebFluxConfigurer {
  /** The languages of the screens; the first is for whoever speaks none of them. */
  static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("kk"), Locale.of("ru"));

  static final String COOKIE = "plimsoll-language";

  private final ObjectProvider<ReadModel> model;

  Web(ObjectProvider<ReadModel> model) {
    this.model = model;
  }

  /** Handlers return plain values and query the database: never on an event-loop thread. */
  @Override
  public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
    configurer.setExecutor(Queries.THREADS);
  }

  /** Who asks, and the read model as they see it. */
  @Override
  public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
    configurer.addCustomResolver(given(SignedIn.class, signedIn -> signedIn));
    configurer.addCustomResolver(given(Reader.class, SignedIn::reader));
    configurer.addCustomResolver(
        given(Seen.class, signedIn -> model.getObject().of(signedIn.reader())));
  }

  private static <T> HandlerMethodArgumentResolver given(
      Class<T> type, Function<SignedIn, T> from) {
    return new HandlerMethodArgumentResolver() {
      @Override
      public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(type);
      }

      @Override
      public Mono<Object> resolveArgument(
          MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        SignedIn signedIn = exchange.getAttribute(SignedIn.class.getName());
        return signedIn == null
            ? Mono.error(new ResponseStatusException(HttpStatus.UNAUTHORIZED))
            : Mono.just(from.apply(signedIn));
      }
    };
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
