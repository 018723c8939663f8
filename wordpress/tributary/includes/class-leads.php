<?php
/**
 * New users and sent forms as leads.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Reports, server to server, that somebody whom a partner sent has registered or sent a form. Only of visitors with a click:
 * of others nothing is sent, since it would serve nothing.
 */
final class Leads {

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'user_register', array( __CLASS__, 'from_user' ) );
		add_action( 'wpcf7_mail_sent', array( __CLASS__, 'from_contact_form_7' ) );
		add_action( 'wpforms_process_complete', array( __CLASS__, 'from_wpforms' ), 10, 1 );
		add_action( 'gform_after_submission', array( __CLASS__, 'from_gravity_forms' ), 10, 2 );
	}

	/**
	 * Somebody registered. Whom an administrator adds is not led by the administrator's click.
	 *
	 * @param int $user_id The new user.
	 */
	public static function from_user( $user_id ) {
		if ( ! Options::get( 'lead_users' ) || current_user_can( 'create_users' ) ) {
			return;
		}
		$user = get_userdata( $user_id );
		self::add( $user->user_email, trim( $user->first_name . ' ' . $user->last_name ), 'user' );
	}

	/**
	 * Contact Form 7 sent a form's mail.
	 *
	 * @param object $form The form.
	 */
	public static function from_contact_form_7( $form ) {
		if ( ! Options::get( 'lead_cf7' ) || ! class_exists( '\WPCF7_Submission' ) ) {
			return;
		}
		$sent = \WPCF7_Submission::get_instance();
		if ( ! $sent ) {
			return;
		}
		$name  = '';
		$email = '';
		foreach ( $form->scan_form_tags() as $tag ) {
			$value = $sent->get_posted_data( $tag->name );
			$value = is_string( $value ) ? $value : '';
			if ( '' === $email && 'email' === $tag->basetype ) {
				$email = $value;
			} elseif ( '' === $name && 'text' === $tag->basetype && false !== stripos( $tag->name, 'name' ) ) {
				$name = $value;
			}
		}
		self::add( $email, $name, 'contact_form_7' );
	}

	/**
	 * WPForms took a form.
	 *
	 * @param array<int, array<string, mixed>> $fields Its fields with what was entered.
	 */
	public static function from_wpforms( $fields ) {
		if ( ! Options::get( 'lead_wpforms' ) ) {
			return;
		}
		$found = array();
		foreach ( (array) $fields as $field ) {
			$type = isset( $field['type'] ) ? $field['type'] : '';
			if ( in_array( $type, array( 'email', 'name' ), true ) && empty( $found[ $type ] ) && isset( $field['value'] ) && is_string( $field['value'] ) ) {
				$found[ $type ] = $field['value'];
			}
		}
		self::add( isset( $found['email'] ) ? $found['email'] : '', isset( $found['name'] ) ? $found['name'] : '', 'wpforms' );
	}

	/**
	 * Gravity Forms took a form.
	 *
	 * @param array<string, mixed> $entry What was entered, by the fields' numbers.
	 * @param array<string, mixed> $form  The form.
	 */
	public static function from_gravity_forms( $entry, $form ) {
		if ( ! Options::get( 'lead_gravity' ) || ! isset( $form['fields'] ) || ( isset( $entry['status'] ) && 'spam' === $entry['status'] ) ) {
			return;
		}
		$email = '';
		$name  = '';
		foreach ( $form['fields'] as $field ) {
			$type = isset( $field->type ) ? $field->type : '';
			if ( 'email' === $type && '' === $email ) {
				$email = isset( $entry[ (string) $field->id ] ) ? (string) $entry[ (string) $field->id ] : '';
			} elseif ( 'name' === $type && '' === $name ) {
				$first = isset( $entry[ $field->id . '.3' ] ) ? (string) $entry[ $field->id . '.3' ] : '';
				$last  = isset( $entry[ $field->id . '.6' ] ) ? (string) $entry[ $field->id . '.6' ] : '';
				$name  = trim( $first . ' ' . $last );
			}
		}
		self::add( $email, $name, 'gravity_forms' );
	}

	/**
	 * Queues a lead of a visitor whom a partner sent.
	 *
	 * @param string $email  Their address.
	 * @param string $name   Their name; may be empty.
	 * @param string $source Where it comes from.
	 */
	private static function add( $email, $name, $source ) {
		$email = sanitize_email( $email );
		$click = Tracking::click();
		if ( '' === $click || ! is_email( $email ) || ! Options::is_connected() ) {
			return;
		}
		$lead = array(
			'email'       => $email,
			'click_id'    => $click,
			'occurred_at' => gmdate( 'Y-m-d\TH:i:s\Z' ),
		);
		$name = sanitize_text_field( $name );
		if ( '' !== $name ) {
			$lead['name'] = mb_substr( $name, 0, 200 );
		}
		/**
		 * Changes a lead before it is queued, or keeps it back.
		 *
		 * @param array<string, string>|null $lead   The body of POST /v1/track/leads; null: it is not sent.
		 * @param string                     $source user, contact_form_7, wpforms or gravity_forms.
		 */
		$lead = apply_filters( 'tributary_lead', $lead, $source );
		if ( is_array( $lead ) && ! empty( $lead['email'] ) ) {
			Lead_Queue::add( $lead );
		}
	}
}
