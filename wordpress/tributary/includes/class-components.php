<?php
/**
 * The pieces of the partner center.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Writes a piece into a page: the element that the server's script brings to life, and inside it what is known without the
 * script. A page that may be kept by a cache holds nothing about anybody: all of that is for those who are signed in.
 */
final class Components {

	const SCRIPT = 'tributary-center';

	/**
	 * The pieces and their titles.
	 *
	 * @return array<string, string>
	 */
	public static function all() {
		return array(
			'center'       => __( 'Partner center', 'tributary' ),
			'stats'        => __( 'Statistics', 'tributary' ),
			'links'        => __( 'Links', 'tributary' ),
			'promo-tools'  => __( 'Promo tools', 'tributary' ),
			'referrals'    => __( 'Referrals', 'tributary' ),
			'earnings'     => __( 'Earnings', 'tributary' ),
			'next-payment' => __( 'Next payment', 'tributary' ),
			'signup'       => __( 'Partner sign-up', 'tributary' ),
		);
	}

	/**
	 * A piece for the present visitor.
	 *
	 * @param string               $name       One of all().
	 * @param array<string, mixed> $attributes What was chosen for it.
	 * @return string HTML.
	 */
	public static function render( $name, array $attributes = array() ) {
		wp_enqueue_style( 'tributary' );
		if ( is_user_logged_in() ) {
			self::keep_from_caches();
		}
		$html = 'signup' === $name ? self::signup( $attributes ) : self::own( $name, $attributes );
		return '<div class="tributary tributary-' . esc_attr( $name ) . '">' . $html . '</div>';
	}

	/**
	 * What is written for one person must not be shown to another.
	 */
	public static function keep_from_caches() {
		if ( ! defined( 'DONOTCACHEPAGE' ) ) {
			// phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedConstantFound -- the name that page caches agree on.
			define( 'DONOTCACHEPAGE', true );
		}
		if ( ! headers_sent() ) {
			nocache_headers();
		}
	}

	/**
	 * A piece about the visitor's own partnership, or why there is none.
	 *
	 * @param string               $name       The piece.
	 * @param array<string, mixed> $attributes What was chosen.
	 * @return string HTML.
	 */
	private static function own( $name, array $attributes ) {
		$now = States::now();
		if ( 'approved' !== $now['state'] ) {
			return States::html( $now['state'] );
		}
		$partner = $now['partner'];
		$last    = Figures::last( get_current_user_id(), $partner );
		$inside  = Last_Known::html( $name, $partner, $last );
		$own     = array( 'token-url' => Token_Endpoint::url() );
		if ( 'stats' === $name && in_array( isset( $attributes['interval'] ) ? $attributes['interval'] : '', array( 'day', 'week', 'month' ), true ) ) {
			$own['interval'] = $attributes['interval'];
		}
		return self::element( $name, $own, $inside );
	}

	/**
	 * The form to join by.
	 *
	 * @param array<string, mixed> $attributes What was chosen: `form`, the address of the sign-up page.
	 * @return string HTML.
	 */
	private static function signup( array $attributes ) {
		if ( '' === Options::address() ) {
			return States::html( 'not_connected' );
		}
		if ( is_user_logged_in() ) {
			$now = States::now();
			if ( in_array( $now['state'], array( 'approved', 'suspended' ), true ) ) {
				return self::already( $now['state'] );
			}
			if ( 'pending' === $now['state'] ) {
				return States::html( 'pending' );
			}
		}
		$form = self::form_of( $attributes );
		if ( null === $form ) {
			return '<div class="tributary-says" data-state="no_form"><p>' . esc_html(
				current_user_can( 'manage_options' )
					? __( 'No sign-up form is chosen. Open one in Tributary, then choose it under Settings, Tributary.', 'tributary' )
					: __( 'Nobody can sign up at the moment.', 'tributary' )
			) . '</p></div>';
		}
		$user   = wp_get_current_user();
		$mine   = $user->exists() ? array(
			'name'  => $user->display_name,
			'email' => $user->user_email,
		) : array();
		$inside = '<p><a href="' . esc_url( $form['url'] ) . '">' . esc_html__( 'Open the sign-up form', 'tributary' ) . '</a></p>';
		return self::element( 'signup', array_merge( array_intersect_key( $form, array_flip( array( 'account', 'form' ) ) ), $mine ), $inside );
	}

	/**
	 * For partners there is nothing to sign up for.
	 *
	 * @param string $state Approved or suspended.
	 * @return string HTML.
	 */
	private static function already( $state ) {
		if ( 'approved' !== $state ) {
			return States::html( $state );
		}
		$page = (int) Options::get( 'center_page' );
		$link = $page && 'publish' === get_post_status( $page )
			? ' <a href="' . esc_url( get_permalink( $page ) ) . '">' . esc_html__( 'Open your partner center', 'tributary' ) . '</a>' : '';
		return '<div class="tributary-says" data-state="approved"><p>' . esc_html__( 'You are a partner already.', 'tributary' ) . '</p>' . $link . '</div>';
	}

	/**
	 * Takes the address of a sign-up page apart: .../join/account/form.
	 *
	 * @param array<string, mixed> $attributes What was chosen.
	 * @return array{url: string, account: string, form: string}|null
	 */
	private static function form_of( array $attributes ) {
		$url = ! empty( $attributes['form'] ) ? (string) $attributes['form'] : (string) Options::get( 'signup_form' );
		if ( 0 !== strpos( $url, Options::address() . '/join/' ) || ! preg_match( '~/join/([\w-]+)/([\w-]+)$~', $url, $parts ) ) {
			return null;
		}
		return array(
			'url'     => $url,
			'account' => $parts[1],
			'form'    => $parts[2],
		);
	}

	/**
	 * The element, and the script that knows it.
	 *
	 * @param string                $name       The piece.
	 * @param array<string, string> $attributes Its attributes.
	 * @param string                $inside     HTML that is shown until the element is ready.
	 * @return string HTML.
	 */
	private static function element( $name, array $attributes, $inside ) {
		wp_enqueue_script( self::SCRIPT );
		$all  = array_merge(
			array(
				'server' => Options::address(),
				'lang'   => str_replace( '_', '-', determine_locale() ),
			),
			$attributes
		);
		$text = '';
		foreach ( $all as $key => $value ) {
			$text .= ' ' . $key . '="' . esc_attr( $value ) . '"';
		}
		return '<tributary-' . $name . $text . '>' . $inside . '</tributary-' . $name . '>';
	}
}
